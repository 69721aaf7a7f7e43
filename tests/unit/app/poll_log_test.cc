#include "app/poll_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace pitel {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;

// The lines that a target's log writes during `talk`, at level `least` or
// above.
std::string LinesOf(const std::function<void(PollLog&)>& talk,
                    LogLevel least = LogLevel::kInfo) {
  testing::internal::CaptureStderr();
  {
    Log log(least, LogFormat::kLogfmt);
    PollLog poll_log("hcm", log);
    talk(poll_log);
    log.Flush(std::chrono::minutes(1));
  }
  return testing::internal::GetCapturedStderr();
}

auto CountOf(const std::string& text, const std::string& part) {
  int count = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

TargetOverview Overview() {
  TargetOverview overview;
  overview.endpoints = {{{{{"rows", 12}, {"active_calls", 3}}, ""}, {}}};
  overview.poll_duration = milliseconds(250);
  return overview;
}

Failure FailureOf(FailureReason reason) {
  return {Operation::kMonitor, reason, "in words", std::nullopt};
}

TEST(PollLog, LogsOnceThatATargetIsUp) {
  const std::string lines = LinesOf([](PollLog& log) {
    log.Succeeded({}, Overview());
    log.Succeeded({}, Overview());
  });
  EXPECT_EQ(CountOf(lines, "\n"), 1) << lines;
  EXPECT_THAT(
      lines,
      HasSubstr("level=info msg=\"target is up\" target=hcm "
                "response=\"rows: 12, active calls: 3\" seconds=0.250\n"));
}

TEST(PollLog, LogsEveryPollAtDebug) {
  const std::string lines = LinesOf(
      [](PollLog& log) {
        log.Succeeded({}, Overview());
        log.Succeeded({}, Overview());
        log.Failed(FailureOf(FailureReason::kTimeout));
        log.Failed(FailureOf(FailureReason::kTimeout));
      },
      LogLevel::kDebug);
  EXPECT_EQ(CountOf(lines, "\n"), 4) << lines;
}

TEST(PollLog, LogsWhenAnOutageBeginsChangesAndEnds) {
  const std::string lines = LinesOf([](PollLog& log) {
    log.Failed(FailureOf(FailureReason::kTimeout));
    log.Failed(FailureOf(FailureReason::kTimeout));
    log.Failed(FailureOf(FailureReason::kStuck));
    log.Succeeded({}, Overview());
    log.Failed(FailureOf(FailureReason::kStuck));
  });
  EXPECT_EQ(CountOf(lines, "msg=\"poll failed\""), 3) << lines;
  EXPECT_EQ(CountOf(lines, "msg=\"target is up\""), 1) << lines;
  EXPECT_THAT(lines, HasSubstr("operation=monitor reason=timeout "
                               "detail=\"in words\""));
}

TEST(PollLog, LogsOnceWhatAnOperatorShouldFix) {
  const std::string lines = LinesOf([](PollLog& log) {
    TargetOverview overview = Overview();
    overview.endpoints.front().summary.warning = "mend this";
    log.Succeeded({}, overview);
    log.Succeeded({}, overview);
    log.Succeeded({}, Overview());
    log.Succeeded({}, overview);
  });
  EXPECT_EQ(CountOf(lines, "level=warn msg=\"mend this\" target=hcm\n"), 2)
      << lines;
}

TEST(PollLog, LogsThatATokenRenewalFailed) {
  FetchReport report;
  report.renewal_failure =
      Failure{Operation::kToken, FailureReason::kHttp5xx, "status 500", {}};
  const std::string lines =
      LinesOf([&](PollLog& log) { log.Succeeded(report, Overview()); });
  EXPECT_THAT(lines, HasSubstr("msg=\"token renewal failed, using the current "
                               "token\" target=hcm reason=http_5xx "
                               "detail=\"status 500\""));
}

TEST(PollLog, LogsTheOutagesOfAFurtherEndpointByThemselves) {
  const std::string lines = LinesOf([](PollLog& log) {
    TargetOverview overview = Overview();
    overview.endpoints.push_back({{{{"waiting", 2}}, "mend this"}, {}, {}});
    const Failure failure{Operation::kQueue, FailureReason::kHttp4xx, "why",
                          std::nullopt};
    for (int i = 0; i < 2; ++i) {
      log.Succeeded({}, overview);
      log.FurtherFailed(1, failure);
    }
    for (int i = 0; i < 2; ++i) {
      log.Succeeded({}, overview);
      log.FurtherSucceeded(1, Operation::kQueue, overview);
    }
  });
  EXPECT_EQ(CountOf(lines, "\n"), 4) << lines;
  EXPECT_THAT(lines, HasSubstr("level=warn msg=\"endpoint failed\" target=hcm "
                               "operation=queue reason=http_4xx detail=why\n"));
  EXPECT_THAT(lines, HasSubstr("level=info msg=\"endpoint is up\" target=hcm "
                               "operation=queue response=\"waiting: 2\"\n"));
  EXPECT_THAT(lines, HasSubstr("level=warn msg=\"mend this\""));
  EXPECT_THAT(lines, HasSubstr("response=\"rows: 12, active calls: 3\""));
}

TEST(PollLog, LogsHowLongItBacksOff) {
  EXPECT_THAT(LinesOf([](PollLog& log) { log.BackingOff(seconds(40)); }),
              HasSubstr("msg=\"backing off\" target=hcm seconds=40.000"));
}

}  // namespace
}  // namespace pitel
