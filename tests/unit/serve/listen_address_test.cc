#include "serve/listen_address.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

TEST(ParseListenAddress, ReadsTheThreeForms) {
  EXPECT_EQ(*ParseListenAddress(":10748"), (ListenAddress{"", 10748}));
  EXPECT_EQ(*ParseListenAddress("127.0.0.1:0"),
            (ListenAddress{"127.0.0.1", 0}));
  EXPECT_EQ(*ParseListenAddress("localhost:65535"),
            (ListenAddress{"localhost", 65535}));
  EXPECT_EQ(*ParseListenAddress("[::1]:80"), (ListenAddress{"::1", 80}));
  EXPECT_EQ(*ParseListenAddress("[fe80::1%eth0]:80"),
            (ListenAddress{"fe80::1%eth0", 80}));
}

TEST(ParseListenAddress, RefusesWhatIsNone) {
  for (const auto* text :
       {"", ":", "10748", "localhost", "localhost:", "localhost:http", ":65536",
        ":-1", ":1 ", "::1:80", "[::1]", "[::1]80", "[]:80", "[host]:80",
        "[::1:80", "http://localhost:80", "a b:80", ":+1"}) {
    const auto address = ParseListenAddress(text);
    ASSERT_FALSE(address.ok()) << text;
    EXPECT_EQ(address.error().message,
              "invalid listen address \"" + std::string(text) +
                  "\": want host:port, [v6]:port or :port");
  }
}

}  // namespace
}  // namespace pitel
