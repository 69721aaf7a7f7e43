#include "serve/request_parser.h"

#include <gtest/gtest.h>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <string>

namespace pitel {
namespace {

namespace http = boost::beast::http;

// Reads the whole of `text`, a request up to its empty line.
void Read(const std::string& text, RequestParser& parser) {
  boost::system::error_code error;
  parser.put(boost::asio::buffer(text), error);
  ASSERT_FALSE(error) << error.message();
  ASSERT_TRUE(parser.is_header_done());
}

int StatusOf(const std::string& text) {
  RequestParser parser;
  Read(text, parser);
  const auto refusal = Refuse(parser);
  return refusal ? refusal->status : 200;
}

TEST(ToRequest, JoinsFieldsOfOneName) {
  RequestParser parser;
  Read(
      "GET /metrics?x=1 HTTP/1.1\r\nHost: x\r\nAccept: text/plain\r\n"
      "Accept-Encoding: gzip\r\naccept: */*;q=0.1\r\n\r\n",
      parser);
  const Request request = ToRequest(parser);
  EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(request.target, "/metrics?x=1");
  EXPECT_EQ(request.accept, "text/plain, */*;q=0.1");
  EXPECT_EQ(request.accept_encoding, "gzip");
  EXPECT_FALSE(request.has_body);
  EXPECT_EQ(request.host, "x");
}

TEST(ToRequest, TakesTheFirstAuthorization) {
  RequestParser parser;
  Read(
      "GET / HTTP/1.1\r\nHost: x\r\nAuthorization: Basic YTpi\r\n"
      "Authorization: Basic Yzpk\r\n\r\n",
      parser);
  EXPECT_EQ(ToRequest(parser).authorization, "Basic YTpi");
}

TEST(HasBody, NoticesALengthAndATransferEncoding) {
  const auto has_body = [](const std::string& field) {
    RequestParser parser;
    Read("PUT / HTTP/1.1\r\nHost: x\r\n" + field + "\r\n", parser);
    return HasBody(parser);
  };
  EXPECT_FALSE(has_body(""));
  EXPECT_FALSE(has_body("Content-Length: 0\r\n"));
  EXPECT_TRUE(has_body("Content-Length: 1\r\n"));
  EXPECT_TRUE(has_body("Transfer-Encoding: chunked\r\n"));
}

TEST(Refuse, WantsOneHostAsHttp11Does) {
  EXPECT_EQ(StatusOf("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), 200);
  EXPECT_EQ(StatusOf("GET / HTTP/1.1\r\n\r\n"), 400);
  EXPECT_EQ(StatusOf("GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n"), 400);
  EXPECT_EQ(StatusOf("GET / HTTP/1.0\r\n\r\n"), 200);
}

TEST(Refuse, LimitsTheNumberOfFields) {
  const auto with_fields = [](int count) {
    std::string text = "GET / HTTP/1.1\r\nHost: x\r\n";
    for (int i = 1; i < count; ++i) text += "X: y\r\n";
    return StatusOf(text + "\r\n");
  };
  EXPECT_EQ(with_fields(64), 200);
  EXPECT_EQ(with_fields(65), 431);
}

TEST(RespondToMalformed, DistinguishesTooLargeFromWrong) {
  EXPECT_EQ(RespondToMalformed(http::error::header_limit).status, 431);
  EXPECT_EQ(RespondToMalformed(http::error::buffer_overflow).status, 431);
  EXPECT_EQ(RespondToMalformed(http::error::bad_method).status, 400);
}

}  // namespace
}  // namespace pitel
