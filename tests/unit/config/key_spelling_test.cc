#include "config/key_spelling.h"

#include <gtest/gtest.h>

#include <string>

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
  constexpr std::string_view kKeys[] = {"interval", "timeout", "max_age"};
  EXPECT_EQ(NearestKey("intervall", kKeys), "interval");
  EXPECT_EQ(NearestKey("MaxAge", kKeys), "max_age");
  EXPECT_EQ(NearestKey("weather", kKeys), "");
  EXPECT_EQ(NearestKey(std::string(100'000, 'x'), kKeys), "");
}

}  // namespace
}  // namespace pitel
