#include "fetch/proxy_url.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pitel {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(CheckProxyUrl, TakesTheSchemesOfPrometheus) {
  for (const char* text :
       {"http://proxy.example.com:3128", "https://proxy:3128/",
        "socks5://127.0.0.1:1080", "socks5h://[::1]:1080", "HTTP://proxy:80",
        "http://user:pass@proxy:3128", "http://<secret>:<secret>@proxy:3128"}) {
    EXPECT_EQ(CheckProxyUrl(text), std::nullopt) << text;
  }
}

TEST(CheckProxyUrl, RefusesOthersWithoutRepeatingThem) {
  for (const std::string text :
       {"proxy:3128", "ftp://u:hunter2@proxy:21", "http://u:hunter2@proxy",
        "http://u:hunter2@proxy:3128/path", "http://u:hunter2@:3128",
        "http://u:hunter2@proxy:3128\r\n", "http://u:hunter2@proxy:x",
        "http://u:hunter2@proxy:3128?x", "socks4://u:hunter2@proxy:1"}) {
    const auto error = CheckProxyUrl(text);
    ASSERT_TRUE(error) << text;
    EXPECT_THAT(error->message, Not(HasSubstr("hunter2")));
  }
}

TEST(MaskProxyUrl, HidesUserAndPassword) {
  EXPECT_EQ(MaskProxyUrl("http://alice:hunter2@proxy:3128", "<secret>"),
            "http://<secret>:<secret>@proxy:3128");
  EXPECT_EQ(MaskProxyUrl("http://alice@proxy:3128", "<secret>"),
            "http://<secret>@proxy:3128");
  EXPECT_EQ(MaskProxyUrl("http://a:p@q@proxy:3128", "*"),
            "http://*:*@proxy:3128");
  EXPECT_EQ(MaskProxyUrl("http://proxy:3128", "*"), "http://proxy:3128");
}

}  // namespace
}  // namespace pitel
