#include "serve/spare_descriptors.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <iterator>

namespace pitel {
namespace {

std::ptrdiff_t OpenDescriptors() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/fd"),
                       std::filesystem::directory_iterator());
}

TEST(SpareDescriptors, AreHeldUntilReleased) {
  const auto before = OpenDescriptors();
  {
    SpareDescriptors spare;
    EXPECT_EQ(OpenDescriptors(), before + 8);
    EXPECT_TRUE(spare.Release());
    EXPECT_EQ(OpenDescriptors(), before + 7);
    spare.Refill();
    EXPECT_EQ(OpenDescriptors(), before + 8);
  }
  EXPECT_EQ(OpenDescriptors(), before);
}

TEST(SpareDescriptors, RunOut) {
  SpareDescriptors spare;
  for (int i = 0; i < 8; ++i) EXPECT_TRUE(spare.Release());
  EXPECT_FALSE(spare.Release());
}

}  // namespace
}  // namespace pitel
