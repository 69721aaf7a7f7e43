#include "app/process_tail.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pitel {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

TEST(RenderProcessTail, HasTheMetricsOfThisProcess) {
  for (const Format format : {Format::kText, Format::kOpenMetrics}) {
    EXPECT_THAT(RenderProcessTail(format),
                AllOf(HasSubstr("\nprocess_resident_memory_bytes "),
                      HasSubstr("\nprocess_start_time_seconds ")));
  }
}

TEST(RenderProcessTail, EndsAnOpenMetricsPageOnly) {
  EXPECT_THAT(RenderProcessTail(Format::kOpenMetrics), EndsWith("\n# EOF\n"));
  EXPECT_THAT(RenderProcessTail(Format::kText), Not(HasSubstr("# EOF")));
}

}  // namespace
}  // namespace pitel
