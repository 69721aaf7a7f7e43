#include "config/key_spelling.h"

#include <gtest/gtest.h>

#include <string>

namespace pitel {
namespace {

constexpr std::string_view kKeys[] = {"interval", "timeout", "max_age", "url"};

TEST(NearestKey, ForgivesSlipsOfThePen) {
  EXPECT_EQ(NearestKey("intervall", kKeys), "interval");
  EXPECT_EQ(NearestKey("inetrval", kKeys), "interval") << "one swap";
  EXPECT_EQ(NearestKey("invrteal", kKeys), "") << "three swaps and more";
  EXPECT_EQ(NearestKey("time-out", kKeys), "timeout");
  EXPECT_EQ(NearestKey("MaxAge", kKeys), "max_age");
  EXPECT_EQ(NearestKey("ur", kKeys), "url");
  EXPECT_EQ(NearestKey("rul", kKeys), "url") << "a swap counts once";
}

TEST(NearestKey, IsNoneThatWasHardlyMeant) {
  EXPECT_EQ(NearestKey("", kKeys), "");
  EXPECT_EQ(NearestKey("weather", kKeys), "");
  EXPECT_EQ(NearestKey("ulr2", kKeys), "") << "two slips in four letters";
  EXPECT_EQ(NearestKey(std::string(100'000, 'x'), kKeys), "");
}

}  // namespace
}  // namespace pitel
