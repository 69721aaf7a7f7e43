#include "config/poll_times.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace pitel {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(ResolvePollTimes, HasDefaults) {
  EXPECT_EQ(ResolvePollTimes({}, {}),
            (PollTimes{seconds(10), seconds(8), seconds(30)}));
}

TEST(ResolvePollTimes, FollowsTheInterval) {
  const PollTimes times{seconds(60), seconds(48), minutes(3)};
  EXPECT_EQ(ResolvePollTimes({.interval = seconds(60)}, {}), times);
  EXPECT_EQ(ResolvePollTimes({}, {.interval = seconds(60)}), times);
  EXPECT_EQ(
      ResolvePollTimes({.interval = seconds(5)}, {.interval = seconds(60)}),
      times);
}

TEST(ResolvePollTimes, RoundsTheTimeoutToMilliseconds) {
  EXPECT_EQ(ResolvePollTimes({.interval = milliseconds(333)}, {}).timeout,
            milliseconds(266));
}

TEST(ResolvePollTimes, PrefersTheTimesOfTheTarget) {
  const GivenTimes poll{seconds(20), seconds(10), seconds(50)};
  const GivenTimes own{seconds(30), seconds(15), seconds(70)};
  EXPECT_EQ(ResolvePollTimes(poll, {}),
            (PollTimes{seconds(20), seconds(10), seconds(50)}));
  EXPECT_EQ(ResolvePollTimes(poll, own),
            (PollTimes{seconds(30), seconds(15), seconds(70)}));
}

TEST(ResolvePollTimes, FitsInheritedTimesToTheTargetsInterval) {
  const GivenTimes poll{seconds(60), seconds(50), seconds(130)};
  EXPECT_EQ(ResolvePollTimes(poll, {.interval = seconds(5)}),
            (PollTimes{seconds(5), seconds(5), seconds(130)}));
  EXPECT_EQ(ResolvePollTimes(poll, {.interval = seconds(120)}),
            (PollTimes{seconds(120), seconds(50), seconds(240)}));
}

TEST(DefaultGrace, IsTwoIntervalsOrHalfAMinute) {
  EXPECT_EQ(DefaultGrace(seconds(5)), seconds(30));
  EXPECT_EQ(DefaultGrace(seconds(15)), seconds(30));
  EXPECT_EQ(DefaultGrace(seconds(16)), seconds(32));
}

// Reads the three keys from `text`; the problems with them, of a target whose
// interval is `interval` unless it has its own.
std::vector<std::string> Check(const std::string& text,
                               std::chrono::nanoseconds interval) {
  ProblemList problems("pitel.yml");
  const auto mapping = ParseYaml(text, problems);
  GivenTimes given;
  const MappingReader reader(mapping.value(), {"a target", TimeKeys(given)},
                             problems);
  CheckPollTimes(given, given.interval.value_or(interval), reader);
  std::vector<std::string> messages;
  for (const auto& problem : problems.Sorted()) {
    messages.push_back(problem.message);
  }
  return messages;
}

TEST(CheckPollTimes, AcceptsTimesThatFitTheInterval) {
  EXPECT_THAT(Check("{timeout: 10s, max_age: 20s}", seconds(10)), IsEmpty());
  EXPECT_THAT(Check("{interval: 1s, timeout: 1s, max_age: 2s}", seconds(10)),
              IsEmpty());
}

TEST(CheckPollTimes, ReportsTimesThatContradictTheInterval) {
  EXPECT_THAT(Check("{timeout: 10001ms, max_age: 19999ms}", seconds(10)),
              ElementsAre("`timeout` (10s1ms) must be at most the interval "
                          "(10s)",
                          "`max_age` (19s999ms) must be at least twice the "
                          "interval (20s)"));
}

TEST(CheckPollTimes, DoesNotBlameAnIntervalThatCouldNotBeRead) {
  EXPECT_THAT(Check("{interval: soon, timeout: 1h}", seconds(10)).size(), 1u);
}

TEST(TimeKeys, LimitTheTimes) {
  EXPECT_THAT(Check("{interval: 100ms, timeout: 1ms, max_age: 30d}", {}),
              IsEmpty());
  EXPECT_EQ(Check("{interval: 99ms}", {}).size(), 1u);
  EXPECT_EQ(Check("{interval: 25h}", {}).size(), 1u);
  EXPECT_EQ(Check("{timeout: 0s}", {}).size(), 1u);
  EXPECT_EQ(Check("{max_age: 31d}", {}).size(), 1u);
}

}  // namespace
}  // namespace pitel
