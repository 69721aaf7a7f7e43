#include "metric/process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/process_tail.h"
#include "sweep.h"

namespace pitel {
namespace {

TEST(ProcessFamilies, SurviveEachFailedAllocation) {
  const ProcessUsage usage{1, 2, 3, 4, 5, 6, 7, 8};
  const auto failed = SweepAllocations(
      AllocationScope::kThisThread, [&] { ProcessFamilies(usage); },
      [&] { EXPECT_EQ(ProcessFamilies(usage).size(), 8u); });
  EXPECT_GT(failed, 8u);
}

TEST(ProcessTail, SurvivesEachFailedAllocation) {
  for (const Format format : {Format::kText, Format::kOpenMetrics}) {
    const auto failed = SweepAllocations(
        AllocationScope::kThisThread, [&] { RenderProcessTail(format); },
        [&] {
          EXPECT_THAT(RenderProcessTail(format),
                      testing::HasSubstr("\nprocess_threads "));
        });
    EXPECT_GT(failed, 30u);
  }
}

}  // namespace
}  // namespace pitel
