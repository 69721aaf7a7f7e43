#include "base/host_port.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

TEST(ParseHostPort, ReadsTheThreeForms) {
  EXPECT_EQ(ParseHostPort(":10748"), (HostPort{"", 10748}));
  EXPECT_EQ(ParseHostPort("127.0.0.1:0"), (HostPort{"127.0.0.1", 0}));
  EXPECT_EQ(ParseHostPort("localhost:65535"), (HostPort{"localhost", 65535}));
  EXPECT_EQ(ParseHostPort("[::1]:80"), (HostPort{"::1", 80}));
  EXPECT_EQ(ParseHostPort("[fe80::1%eth0]:80"), (HostPort{"fe80::1%eth0", 80}));
}

TEST(ParseHostPort, RefusesOtherText) {
  for (const auto* text : {"",          ":",          "10748",
                           "localhost", "localhost:", "localhost:http",
                           ":65536",    ":-1",        ":1 ",
                           "::1:80",    "[::1]",      "[::1]80",
                           "[]:80",     "[host]:80",  "[::1:80",
                           "::1]:80",   "[[::1]]:80", "http://localhost:80",
                           "a b:80",    "a\n:80",     "h\xC3\xB2:80",
                           ":+1"}) {
    EXPECT_FALSE(ParseHostPort(text)) << text;
  }
}

TEST(HostPort, IsWrittenAsItIsRead) {
  for (const char* text : {":10748", "127.0.0.1:0", "[::1]:80"}) {
    EXPECT_EQ(ToString(*ParseHostPort(text)), text);
  }
}

}  // namespace
}  // namespace pitel
