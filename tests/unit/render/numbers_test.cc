#include "render/numbers.h"

#include <gtest/gtest.h>

#include <limits>

namespace pitel {
namespace {

std::string Number(double number) {
  std::string text;
  AppendNumber(text, number);
  return text;
}

std::string Bound(double bound) {
  std::string text;
  AppendBound(text, bound);
  return text;
}

TEST(AppendNumber, WritesIntegralValuesDigitByDigit) {
  EXPECT_EQ(Number(0), "0");
  EXPECT_EQ(Number(-0.0), "0");
  EXPECT_EQ(Number(-3), "-3");
  EXPECT_EQ(Number(200000), "200000");
  EXPECT_EQ(Number(268435456), "268435456");
  EXPECT_EQ(Number(999999999999999), "999999999999999");
}

TEST(AppendNumber, WritesTheShortestThatReadsBackEqual) {
  EXPECT_EQ(Number(0.05), "0.05");
  EXPECT_EQ(Number(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(Number(1700000000.125), "1700000000.125");
  EXPECT_EQ(Number(1e15), "1e+15");
  EXPECT_EQ(Number(1e-9), "1e-09");
  EXPECT_EQ(Number(std::numeric_limits<double>::max()),
            "1.7976931348623157e+308");
}

TEST(AppendNumber, WritesNanAndInfinityAsPrometheusDoes) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(Number(std::numeric_limits<double>::quiet_NaN()), "NaN");
  EXPECT_EQ(Number(-std::numeric_limits<double>::quiet_NaN()), "NaN");
  EXPECT_EQ(Number(kInfinity), "+Inf");
  EXPECT_EQ(Number(-kInfinity), "-Inf");
}

TEST(AppendNumber, KeepsCountsExact) {
  std::string text = "x ";
  AppendNumber(text, std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(text, "x 18446744073709551615");
}

TEST(AppendBound, AlwaysLooksLikeAFloat) {
  EXPECT_EQ(Bound(5), "5.0");
  EXPECT_EQ(Bound(7200), "7200.0");
  EXPECT_EQ(Bound(0.05), "0.05");
  EXPECT_EQ(Bound(2.5), "2.5");
  EXPECT_EQ(Bound(1e15), "1e+15");
  EXPECT_EQ(Bound(std::numeric_limits<double>::infinity()), "+Inf");
}

}  // namespace
}  // namespace pitel
