#include "doctor/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "scripted_polls.h"

namespace pitel {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

ObservedTarget Observed() {
  ScriptedPolls polls;
  polls.Poll({Phone("1"), InCall("2", "a", "ONCALL"), InCall("3", "b", "")});
  polls.Poll({InCall("2", "a", "away")});
  polls.observer.Failed({Operation::kMonitor, FailureReason::kTimeout, "", {}});
  ObservedTarget target;
  target.observations = polls.seen();
  target.observations.observed_for = std::chrono::milliseconds(61'500);
  return target;
}

TEST(DoctorReport, NamesTargetsByNumber) {
  const std::string report = DoctorReport("0.1.0", {Observed(), {}});
  EXPECT_THAT(report, HasSubstr("pitel_exporter 0.1.0"));
  EXPECT_THAT(report, HasSubstr("\nTarget 1, observed for 1m1s at an interval "
                                "of 10s\n"));
  EXPECT_THAT(report, HasSubstr("\nTarget 2, observed for 0s"));
}

TEST(DoctorReport, SaysWhatWasSeen) {
  const std::string report = DoctorReport("0.1.0", {Observed()});
  EXPECT_THAT(report, HasSubstr("2 successful\n"));
  EXPECT_THAT(report, HasSubstr("monitor timeout 1\n"));
  EXPECT_THAT(report, HasSubstr("ONCALL 1, empty 1, other 1 (rows with"));
  EXPECT_THAT(report, HasSubstr("1 of 4 rows, in 1 of 2 responses\n"));
  EXPECT_THAT(report, HasSubstr("calls.caller_key: not enough seen\n"));
}

TEST(DoctorReport, LeavesOutCallsIfNothingResponded) {
  const std::string report = DoctorReport("0.1.0", {{}});
  EXPECT_THAT(report, HasSubstr("0 successful\n"));
  EXPECT_THAT(report, Not(HasSubstr("idle rows")));
  EXPECT_THAT(report, Not(HasSubstr("call_time at the answer")));
}

TEST(DoctorReport, HasLinesOf80Columns) {
  std::istringstream report(DoctorReport("0.1.0", {Observed(), {}}));
  for (std::string line; std::getline(report, line);) {
    EXPECT_LE(line.size(), 80u) << line;
  }
}

TEST(DoctorProgress, CountsResponsesAndFailures) {
  EXPECT_EQ(DoctorProgress(3, Observed().observations),
            "target 3: 2 responses, 1 failure");
}

}  // namespace
}  // namespace pitel
