#include "base/log.h"

#include <gtest/gtest.h>

#include "sweep.h"

namespace pitel {
namespace {

TEST(Log, DropsALineWhicheverAllocationFails) {
  Log log(LogLevel::kInfo, LogFormat::kJson);
  const LogField field("text", "of more characters than fit into a string");
  const std::uint64_t before = log.dropped_lines();
  // The caller builds the fields before the line is built.
  const Log::Fields fields = {field};
  testing::internal::CaptureStderr();
  const auto failed = SweepAllocations(
      AllocationScope::kThisThread,
      [&]() noexcept { log.Info("a line that is longer than short", fields); },
      [] {});
  log.Flush(std::chrono::seconds(30));
  const std::string lines = testing::internal::GetCapturedStderr();
  EXPECT_GT(failed, 2u);
  EXPECT_EQ(log.dropped_lines() - before, failed);
  EXPECT_NE(lines.find("a line that is longer than short"), lines.npos);
}

TEST(Log, StartsOrThrowsWhicheverAllocationFails) {
  const auto failed = SweepAllocations(
      AllocationScope::kThisThread,
      [] { const Log log(LogLevel::kInfo, LogFormat::kJson); }, [] {});
  EXPECT_GT(failed, 2u);
}

}  // namespace
}  // namespace pitel
