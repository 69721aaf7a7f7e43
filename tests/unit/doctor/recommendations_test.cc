#include "doctor/recommendations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/clock.h"
#include "scripted_polls.h"

namespace pitel {
namespace {

using ::testing::HasSubstr;

Recommendation Advice(const Observations& seen, const std::string& setting,
                      const ObservedSettings& settings = {}) {
  for (const Recommendation& advice : Recommend(seen, settings)) {
    if (advice.setting == setting) return advice;
  }
  ADD_FAILURE() << setting;
  return {};
}

// Inbound calls with these numbers.
Observations WithNumbers(NumberUse cid_num, NumberUse b_cid_num) {
  Observations seen;
  seen.numbers.calls = std::max(cid_num.calls, b_cid_num.calls);
  seen.numbers.cid_num = cid_num;
  seen.numbers.b_cid_num = b_cid_num;
  return seen;
}

std::string CallerKey(const Observations& seen) {
  return Advice(seen, "calls.caller_key").value;
}

constexpr NumberUse kVaries{100, 99, 90, 20, 0};
constexpr NumberUse kSame{100, 99, 3, 20, 15};
constexpr NumberUse kRare{10, 9, 8, 0, 0};

TEST(CallerKeyAdvice, IsThePairIfBothNumbersAreThoseOfTheCaller) {
  EXPECT_EQ(CallerKey(WithNumbers(kVaries, kSame)), "pair");
  EXPECT_EQ(CallerKey(WithNumbers(kSame, kVaries)), "pair");
  EXPECT_EQ(CallerKey(WithNumbers(kVaries, kVaries)), "pair");
}

TEST(CallerKeyAdvice, IsOneNumberIfTheOtherDiffersBetweenPhones) {
  const NumberUse other_differs{100, 99, 90, 20, 10};
  EXPECT_EQ(CallerKey(WithNumbers(other_differs, kVaries)), "cid_num");
  EXPECT_EQ(CallerKey(WithNumbers(other_differs, kSame)), "cid_num");
  EXPECT_EQ(CallerKey(WithNumbers(kSame, other_differs)), "b_cid_num");
}

TEST(CallerKeyAdvice, IsOneNumberIfTheOtherIsOftenMissing) {
  EXPECT_EQ(CallerKey(WithNumbers(kVaries, kRare)), "cid_num");
  EXPECT_EQ(CallerKey(WithNumbers(kRare, kVaries)), "b_cid_num");
  EXPECT_EQ(CallerKey(WithNumbers(kVaries, {})), "cid_num");
}

TEST(CallerKeyAdvice, IsTheCallIdIfNoNumberVariesButItIsShared) {
  Observations seen = WithNumbers(kSame, kSame);
  EXPECT_EQ(CallerKey(seen), "");
  seen.sharing = {5, 0};
  EXPECT_EQ(CallerKey(seen), "call_id");
  seen.sharing = {5, 1};
  EXPECT_EQ(CallerKey(seen), "");
}

TEST(CallerKeyAdvice, NeedsEnoughCalls) {
  const Recommendation advice =
      Advice(WithNumbers({5, 4, 4, 0, 0}, {}), "calls.caller_key");
  EXPECT_EQ(advice.value, "");
  EXPECT_THAT(advice.reason, HasSubstr("At least 10 inbound callers"));
}

TEST(EmptyStateAdvice, IsRingingIfCallsTalkLater) {
  Observations seen;
  EXPECT_EQ(Advice(seen, "calls.empty_state").value, "");
  seen.call_times.usable = 10;
  EXPECT_EQ(Advice(seen, "calls.empty_state").value, "unknown");
  seen.empty_states.all = {20, 0, 2, 2, 0, 10};
  EXPECT_EQ(Advice(seen, "calls.empty_state").value, "");
  seen.empty_states.all = {20, 0, 8, 8, 0, 10};
  EXPECT_EQ(Advice(seen, "calls.empty_state").value, "ringing");
}

// The exporter would count such a call under no direction for good.
TEST(EmptyStateAdvice, IsUnknownIfMostCallsHaveNoDirection) {
  Observations seen;
  seen.empty_states = {{20, 0, 12, 12, 0, 8}, {11, 0, 6, 6, 0, 5}};
  const Recommendation advice = Advice(seen, "calls.empty_state");
  EXPECT_EQ(advice.value, "unknown");
  EXPECT_THAT(advice.reason, HasSubstr("11 of 20 calls with an empty"));
  EXPECT_THAT(advice.reason, HasSubstr("no direction"));
}

TEST(EmptyStateAdvice, FollowsTheCallsWithADirectionIfMostHaveOne) {
  Observations seen;
  seen.empty_states = {{20, 0, 6, 6, 0, 14}, {4, 0, 4, 4, 0, 0}};
  EXPECT_EQ(Advice(seen, "calls.empty_state").value, "");
  seen.empty_states = {{20, 3, 7, 7, 0, 13}, {4, 0, 4, 4, 0, 0}};
  const Recommendation advice = Advice(seen, "calls.empty_state");
  EXPECT_EQ(advice.value, "ringing");
  EXPECT_THAT(advice.reason, HasSubstr("3 of 16 calls with a direction"));
}

TEST(EmptyStateAdvice, IsUnknownIfCallsTalkedBefore) {
  Observations seen;
  seen.empty_states.all = {20, 0, 8, 8, 8, 0};
  EXPECT_EQ(Advice(seen, "calls.empty_state").value, "unknown");
}

Observations WithOffsets(double offset, double other, std::uint64_t zones) {
  Observations seen;
  seen.call_times.usable = 10;
  seen.call_times.with_zone = zones;
  for (int i = 0; i < 10; ++i) {
    seen.call_times.offsets.Add(offset);
    seen.call_times.other_offsets.Add(other);
  }
  return seen;
}

TEST(TimezoneAdvice, KeepsAZoneThatIsRight) {
  const Observations seen = WithOffsets(-5, -5, 0);
  EXPECT_EQ(Advice(seen, "timezone").value, "\"+07:00\"");
  EXPECT_EQ(Advice(seen, "call_time_zone").value, "stated");
}

TEST(TimezoneAdvice, CorrectsAWrongZone) {
  EXPECT_EQ(Advice(WithOffsets(3595, 3595, 0), "timezone").value, "\"+08:00\"");
  EXPECT_EQ(
      Advice(WithOffsets(-7 * 3600 - 5, -7 * 3600 - 5, 0), "timezone").value,
      "\"+00:00\"");
  EXPECT_EQ(Advice(WithOffsets(-9000, -9000, 0), "timezone").value,
            "\"+04:30\"");
}

TEST(TimezoneAdvice, KnowsOffsetsThatAreNoZone) {
  EXPECT_EQ(Advice(WithOffsets(-400, -400, 0), "timezone").value, "");
  EXPECT_EQ(Advice(WithOffsets(-5e6, -5e6, 0), "timezone").value, "");
}

TEST(TimezoneAdvice, TellsAWrongZoneThatIsStated) {
  const Observations seen = WithOffsets(7 * 3600 - 5, -5, 10);
  EXPECT_EQ(Advice(seen, "call_time_zone").value, "configured");
  EXPECT_EQ(Advice(seen, "timezone").value, "\"+07:00\"");
  ObservedSettings configured;
  configured.call_time_zone = ZoneChoice::kConfigured;
  EXPECT_EQ(Advice(seen, "call_time_zone", configured).value, "stated");
}

TEST(TimezoneAdvice, NeedsNewLegs) {
  EXPECT_EQ(Advice({}, "timezone").value, "");
  EXPECT_EQ(Advice({}, "call_time_zone").value, "");
}

Observations WithSeconds(double seconds) {
  Observations seen;
  seen.responses = 60;
  for (int i = 0; i < 60; ++i) seen.seconds.Add(seconds);
  return seen;
}

std::string Interval(const Observations& seen, int seconds = 10) {
  ObservedSettings settings;
  settings.interval = std::chrono::seconds(seconds);
  return Advice(seen, "poll.interval", settings).value;
}

TEST(IntervalAdvice, FollowsTheResponseTime) {
  EXPECT_EQ(Interval(WithSeconds(0.2)), "10s");
  EXPECT_EQ(Interval(WithSeconds(0.2), 2), "2s");
  EXPECT_EQ(Interval(WithSeconds(6)), "15s");
  EXPECT_EQ(Interval(WithSeconds(14)), "30s");
  EXPECT_EQ(Interval(WithSeconds(0.2), 60), "10s");
  EXPECT_EQ(Interval({}), "");
}

TEST(IntervalAdvice, IsLongerIfTheApiRefusesOrTimesOut) {
  Observations seen = WithSeconds(0.2);
  seen.failures[{Operation::kMonitor, FailureReason::kTimeout}] = 1;
  EXPECT_EQ(Interval(seen), "10s");
  seen.failures[{Operation::kMonitor, FailureReason::kTimeout}] = 20;
  EXPECT_EQ(Interval(seen), "15s");
  seen = WithSeconds(0.2);
  seen.failures[{Operation::kMonitor, FailureReason::kRateLimited}] = 1;
  EXPECT_EQ(Interval(seen), "20s");
}

TEST(IntervalAdvice, IsNeverShorterIfTheApiRefusesOrTimesOut) {
  Observations seen = WithSeconds(0.2);
  seen.failures[{Operation::kMonitor, FailureReason::kTimeout}] = 20;
  EXPECT_EQ(Interval(seen, 900), "16m");
  seen.failures[{Operation::kMonitor, FailureReason::kRateLimited}] = 1;
  EXPECT_EQ(Interval(seen, 250), "10m");
  EXPECT_EQ(Interval(seen, 900), "30m");
}

TEST(QueuesAdvice, EnablesThemIfTheEndpointLists) {
  Observations seen;
  EXPECT_EQ(Advice(seen, "queues.enabled").value, "");
  EXPECT_EQ(Advice(seen, "queues.enabled").reason,
            "The endpoint of queues was not asked.");
  seen.queue.requests = 1;
  seen.queue.statuses[0] = 1;
  EXPECT_EQ(Advice(seen, "queues.enabled").value, "");
  seen.queue.statuses[404] = 1;
  EXPECT_EQ(Advice(seen, "queues.enabled").value, "false");
  seen.queue.lists = 1;
  EXPECT_EQ(Advice(seen, "queues.enabled").value, "true");
}

TEST(QueuesAdvice, WaitsForAnEndpointInTrouble) {
  for (const int status : {429, 500, 503}) {
    Observations seen;
    seen.queue.requests = 2;
    seen.queue.statuses = {{0, 1}, {status, 1}};
    const Recommendation advice = Advice(seen, "queues.enabled");
    EXPECT_EQ(advice.value, "") << status;
    EXPECT_THAT(advice.reason, HasSubstr("which may pass"));
    seen.queue.statuses[403] = 1;
    EXPECT_EQ(Advice(seen, "queues.enabled").value, "false");
  }
}

// A host that behaves as the switch's own server code: a phone that rings shows
// its own call_id and neither state nor direction nor call_time, on both of its
// devices; the number called is its own.
class SwitchLikeHost : public ::testing::Test {
 protected:
  static std::vector<RowFields> BothDevices(const RowFields& row) {
    return {row, row};
  }

  // One caller rings two phones; the first one answers.
  void Call(int number) {
    const std::string caller = std::to_string(900'000'100 + number);
    std::vector<RowFields> rows;
    for (const char* extension : {"101", "102"}) {
      const RowFields row =
          InCall(extension, caller + "-" + extension, "",
                 {{"cid_num", "0" + caller}, {"b_cid_num", extension}});
      for (int device = 0; device < 2; ++device) rows.push_back(row);
    }
    polls_.Poll(rows);
    const RowFields talking =
        InCall("101", caller + "-101", "ACTIVE",
               {{"cid_num", "0" + caller},
                {"b_cid_num", "101"},
                {"direction", "inbound"},
                {"call_time", polls_.LocalTime(std::chrono::seconds(-2))}});
    polls_.Poll({talking, talking, Phone("102")});
  }

  ScriptedPolls polls_;
};

TEST_F(SwitchLikeHost, GetsTheSettingsThatFitIt) {
  polls_.Poll({});
  for (int i = 0; i < 20; ++i) Call(i);
  const Observations& seen = polls_.seen();
  EXPECT_EQ(seen.sharing.shared, 0u);
  EXPECT_EQ(seen.sharing.own, 20u);
  EXPECT_EQ(seen.call_times.stated_at_answer, 20u);
  EXPECT_GT(seen.duplicate_rows, 0u);
  EXPECT_EQ(CallerKey(seen), "cid_num");
  EXPECT_EQ(seen.empty_states.without_direction.calls, 40u);
  EXPECT_EQ(Advice(seen, "calls.empty_state").value, "unknown");
}

}  // namespace
}  // namespace pitel
