#include "serve/response.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

TEST(RenderHead, WritesStatusFieldsAndLength) {
  Response response = TextResponse(405, "Method not allowed");
  response.fields = {{"Allow", "GET, HEAD"}};
  const WallTime time(std::chrono::seconds(784111777));
  EXPECT_EQ(RenderHead(response, false, time),
            "HTTP/1.1 405 Method Not Allowed\r\n"
            "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Content-Length: 19\r\n"
            "Cache-Control: no-store\r\n"
            "X-Content-Type-Options: nosniff\r\n"
            "Allow: GET, HEAD\r\n"
            "Connection: close\r\n"
            "\r\n");
}

TEST(RenderHead, KeepsTheConnectionOnRequest) {
  const std::string head = RenderHead({}, true, {});
  EXPECT_NE(head.find("\r\nConnection: keep-alive\r\n"), head.npos);
  EXPECT_NE(head.find("HTTP/1.1 200 OK\r\n"), head.npos);
}

TEST(RenderHead, PrefersConfiguredFields) {
  Response response = TextResponse(401, "Unauthorized");
  response.fields = {{"Content-Security-Policy", "default-src 'none'"},
                     {"Allow", "GET"}};
  const std::string head =
      RenderHead(response, true, {},
                 {{"content-security-policy", "default-src 'self'"},
                  {"X-Content-Type-Options", "nosniff"},
                  {"X-Frame-Options", "deny"}});
  EXPECT_NE(head.find("\r\ncontent-security-policy: default-src 'self'\r\n"
                      "X-Content-Type-Options: nosniff\r\n"
                      "X-Frame-Options: deny\r\n"
                      "Cache-Control: no-store\r\nAllow: GET\r\n"),
            head.npos)
      << head;
  EXPECT_EQ(head.find("'none'"), head.npos);
}

TEST(Response, HasTheSizeOfItsScrape) {
  Response response = TextResponse(200, "four");
  EXPECT_EQ(response.body_size(), 5u);
  response.scrape.emplace(std::make_shared<const PageBody>(), "tail", false);
  EXPECT_EQ(response.body_size(), 4u);
}

}  // namespace
}  // namespace pitel
