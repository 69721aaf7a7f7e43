#include "fetch/proxy_url.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pitel {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(ParseProxyUrl, AcceptsTheSchemesOfPrometheus) {
  for (const char* text :
       {"http://proxy.example.com:3128", "https://proxy:3128/",
        "socks5://127.0.0.1:1080", "socks5h://[::1]:1080", "HTTP://proxy:80",
        "http://user:pass@proxy:3128", "http://<secret>:<secret>@proxy:3128"}) {
    EXPECT_TRUE(ParseProxyUrl(text).ok()) << text;
  }
}

TEST(ParseProxyUrl, KeepsTheParts) {
  EXPECT_EQ(*ParseProxyUrl("HTTPS://alice:p%40ss@Proxy:3128/"),
            (ProxyUrl{"https", "Proxy", "3128", "alice", "p@ss"}));
  EXPECT_EQ(*ParseProxyUrl("socks5h://[::1]:1080"),
            (ProxyUrl{"socks5h", "[::1]", "1080", {}, {}}));
}

TEST(ParseProxyUrl, RefusesOthersWithoutRepeatingThem) {
  for (const std::string text :
       {"proxy:3128", "ftp://u:hunter2@proxy:21", "http://u:hunter2@proxy",
        "http://u:hunter2@proxy:3128/path", "http://u:hunter2@:3128",
        "http://u:hunter2@proxy:3128\r\n", "http://u:hunter2@proxy:x",
        "http://u:hunter2@proxy:3128?x", "socks4://u:hunter2@proxy:1"}) {
    const auto proxy = ParseProxyUrl(text);
    ASSERT_FALSE(proxy.ok()) << text;
    EXPECT_THAT(proxy.error().message, Not(HasSubstr("hunter2")));
  }
}

TEST(ProxyUrl, HidesUserAndPassword) {
  const auto masked = [](const char* text) {
    return ParseProxyUrl(text)->Masked("<secret>");
  };
  EXPECT_EQ(masked("http://alice:hunter2@proxy:3128"),
            "http://<secret>:<secret>@proxy:3128");
  EXPECT_EQ(masked("http://alice@proxy:3128"), "http://<secret>@proxy:3128");
  EXPECT_EQ(masked("http://a:p%40q@proxy:3128"),
            "http://<secret>:<secret>@proxy:3128");
  EXPECT_EQ(masked("http://proxy:3128"), "http://proxy:3128");
}

}  // namespace
}  // namespace pitel
