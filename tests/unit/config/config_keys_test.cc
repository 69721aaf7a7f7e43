#include "config/config_keys.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

TEST(EditDistance, CountsSlipsOfThePen) {
  EXPECT_EQ(EditDistance("", ""), 0u);
  EXPECT_EQ(EditDistance("url", "url"), 0u);
  EXPECT_EQ(EditDistance("", "url"), 3u);
  EXPECT_EQ(EditDistance("url", ""), 3u);
  EXPECT_EQ(EditDistance("ur", "url"), 1u);
  EXPECT_EQ(EditDistance("nmae", "name"), 1u);
  EXPECT_EQ(EditDistance("time-out", "timeout"), 1u);
  EXPECT_EQ(EditDistance("kitten", "sitting"), 3u);
}

TEST(NearestKey, IsOneThatMayHaveBeenMeant) {
  EXPECT_EQ(NearestKey("intervall", kPollKeys), "interval");
  EXPECT_EQ(NearestKey("MaxAge", kPollKeys), "max_age");
  EXPECT_EQ(NearestKey("weather", kPollKeys), "");
  EXPECT_EQ(NearestKey(std::string(100'000, 'x'), kPollKeys), "");
}

TEST(SuggestKey, NamesThePlaceOfAMisplacedKey) {
  EXPECT_EQ(SuggestKey("tracked_calls", kCallsKeys),
            ": it belongs to `limits`");
  EXPECT_EQ(SuggestKey("weather", kPollKeys),
            ": known here are interval, timeout, max_age");
}

}  // namespace
}  // namespace pitel
