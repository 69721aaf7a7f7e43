#include "fetch/transport_failure.h"

#include <gtest/gtest.h>

#include <string>

namespace pitel {
namespace {

std::string Before(int code) {
  return std::string(ToString(ReasonOfCurl(code, false)));
}
std::string After(int code) {
  return std::string(ToString(ReasonOfCurl(code, true)));
}

TEST(ReasonOfCurl, MapsCodesByWhetherTheResponseHadBegun) {
  for (const int code : {52, 55, 56}) {
    EXPECT_EQ(Before(code), "connect") << code;
    EXPECT_EQ(After(code), "truncated") << code;
  }
}

TEST(ReasonOfCurl, MapsTheOtherCodes) {
  const struct {
    int code;
    std::string reason;
  } cases[] = {{5, "dns"},      {6, "dns"},      {7, "connect"},
               {97, "connect"}, {28, "timeout"}, {18, "truncated"},
               {35, "tls"},     {58, "tls"},     {60, "tls"},
               {77, "tls"},     {1, "other"},    {8, "other"},
               {27, "other"},   {61, "other"},   {100, "other"}};
  for (const auto& [code, reason] : cases) {
    EXPECT_EQ(Before(code), reason) << code;
    EXPECT_EQ(After(code), reason) << code;
  }
}

}  // namespace
}  // namespace pitel
