#include "fetch/url.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pitel {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string TextOf(const std::string& text) {
  const auto url = ParseBaseUrl(text);
  return url.ok() ? url->Text() : "error: " + url.error().message;
}

TEST(ParseBaseUrl, ReadsTheFourParts) {
  const auto url = ParseBaseUrl("https://api.example.com:8443/pbx/v3");
  ASSERT_TRUE(url.ok());
  EXPECT_EQ(*url, (BaseUrl{"https", "api.example.com", "8443", "/pbx/v3"}));
}

TEST(ParseBaseUrl, FillsInTheDefaultPort) {
  EXPECT_EQ(ParseBaseUrl("https://api.example.com")->port, "443");
  EXPECT_EQ(ParseBaseUrl("http://api.example.com")->port, "80");
  EXPECT_EQ(TextOf("https://api.example.com:443"), "https://api.example.com");
  EXPECT_EQ(TextOf("http://localhost:443"), "http://localhost:443");
}

TEST(ParseBaseUrl, NormalisesCaseAndTrailingSlashes) {
  EXPECT_EQ(TextOf("HTTPS://API.Example.COM/Prefix//"),
            "https://api.example.com/Prefix");
  EXPECT_EQ(TextOf("https://api.example.com/"), "https://api.example.com");
}

TEST(ParseBaseUrl, AcceptsAddresses) {
  EXPECT_EQ(TextOf("http://127.0.0.1:8080"), "http://127.0.0.1:8080");
  EXPECT_EQ(TextOf("http://[::1]:8080/x"), "http://[::1]:8080/x");
  EXPECT_EQ(TextOf("http://[0:0:0:0:0:0:0:1]"), "http://[::1]");
}

TEST(ParseBaseUrl, NeverRepeatsAPassword) {
  for (const char* text :
       {"https://alice:hunter2@api.example.com",
        "https://hunter2@api.example.com",
        "https://a:hunter2@api.example.com/?q", "ftp://a:hunter2@h",
        "https://a:hunter2@", "https://a:hunter2@h:99999", "a:hunter2@h"}) {
    const auto url = ParseBaseUrl(text);
    ASSERT_FALSE(url.ok()) << text;
    EXPECT_THAT(url.error().message, Not(HasSubstr("hunter2"))) << text;
  }
}

TEST(ParseBaseUrl, ReportsTheError) {
  EXPECT_THAT(TextOf("https://u:p@h"), HasSubstr("user or password"));
  EXPECT_THAT(TextOf("https://u@h"), HasSubstr("user or password"));
  EXPECT_THAT(TextOf("https://u:12/p@h"), HasSubstr("user or password"));
  EXPECT_THAT(TextOf("https://h/?x=1"), HasSubstr("query"));
  EXPECT_THAT(TextOf("https://h?"), HasSubstr("query"));
  EXPECT_THAT(TextOf("https://h/#top"), HasSubstr("fragment"));
  EXPECT_THAT(TextOf("https://h:70000"), HasSubstr("port"));
  EXPECT_THAT(TextOf("https://h:0"), HasSubstr("port"));
  EXPECT_THAT(TextOf("https://h:x"), HasSubstr("port"));
  EXPECT_THAT(TextOf("https://"), HasSubstr("host"));
  EXPECT_THAT(TextOf("https://[fe80::1%25eth0]"), HasSubstr("zone"));
  EXPECT_THAT(TextOf(""), HasSubstr("empty"));
}

TEST(ParseBaseUrl, RefusesWhatIsNotAWebAddress) {
  for (const std::string text :
       {"api.example.com", "ftp://h", "file:///etc/passwd", "https:/h",
        "https:///h", "https://a b", "https://h/a b", "https://h\n",
        "https://h/\xC3\xA0", "https://h\\x", "https://:443", "https://[::1",
        "https://[zz]", "//h", "https://h%0d%0a"}) {
    EXPECT_FALSE(ParseBaseUrl(text).ok()) << text;
  }
}

TEST(ParseBaseUrl, RefusesANulByte) {
  EXPECT_FALSE(ParseBaseUrl(std::string("https://h\0.example", 17)).ok());
}

TEST(IsLoopback, HoldsForLocalhostAndLoopbackAddressesOnly) {
  for (const char* text :
       {"http://localhost", "http://LOCALHOST:1", "http://127.0.0.1",
        "http://127.9.9.9", "http://[::1]", "http://2130706433"}) {
    EXPECT_TRUE(ParseBaseUrl(text)->IsLoopback()) << text;
  }
  for (const char* text :
       {"http://localhost.example.com", "http://127.example.com",
        "http://127.0.0.1.example.com", "http://128.0.0.1", "http://0.0.0.0",
        "http://[::2]", "http://[::ffff:10.0.0.1]"}) {
    EXPECT_FALSE(ParseBaseUrl(text)->IsLoopback()) << text;
  }
}

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
