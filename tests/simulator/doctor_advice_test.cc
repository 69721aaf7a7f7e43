// What the doctor recommends for simulated hosts that differ in their quirks.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "doctor/recommendations.h"
#include "doctor/seen_rows.h"
#include "doctor/target_observer.h"
#include "simulator/parsed_response.h"
#include "simulator/sample_worlds.h"

namespace pitel::simulation {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

// What polls every 10 s show.
Observations Observe(const Parameters& parameters,
                     const RowOptions& options = {},
                     std::chrono::minutes duration = minutes(20)) {
  World world(parameters);
  const KeyedHash hash;
  const TimeZone zone(std::chrono::hours(7));
  TargetObserver observer;
  for (Time time = kMonday; time < kMonday + duration; time += seconds(10)) {
    world.AdvanceTo(time);
    const std::string body =
        RenderToString(world.directory(), world.board(), options);
    SeenRows rows(hash, zone, ZoneChoice::kStated);
    TextSource source(body);
    const auto summary = ReadMonitorRows(source, {&rows});
    FetchReport report;
    report.sent.wall = WallTime(time.time_since_epoch());
    observer.Succeeded(report, rows, *summary);
  }
  return observer.observations();
}

std::string Advice(const Observations& seen, std::string_view setting) {
  for (const Recommendation& advice : Recommend(seen, {})) {
    if (advice.setting == setting) return advice.value;
  }
  return "none";
}

Parameters BusyRingGroups(double own_call_ids) {
  Parameters parameters = RingGroups();
  parameters.calls_per_extension_hour = 8;
  parameters.quirks.ring_groups_with_own_call_ids = own_call_ids;
  return parameters;
}

TEST(DoctorAdvice, SeesCallIdsSharedByThePhonesOfACall) {
  const Observations seen = Observe(BusyRingGroups(0));
  EXPECT_GT(seen.sharing.shared, 10u);
  EXPECT_EQ(seen.sharing.own, 0u);
  EXPECT_EQ(Advice(seen, "calls.caller_key"), "pair");
}

TEST(DoctorAdvice, SeesACallIdPerPhone) {
  const Observations seen = Observe(BusyRingGroups(1));
  EXPECT_GT(seen.sharing.own, 10u);
  EXPECT_EQ(seen.sharing.shared, 0u);
  EXPECT_EQ(Advice(seen, "calls.caller_key"), "pair");
}

TEST(DoctorAdvice, IsOneNumberIfTheOtherIsNeverThere) {
  Parameters parameters = BusyRingGroups(1);
  parameters.quirks.no_hotline = 1;
  EXPECT_EQ(Advice(Observe(parameters), "calls.caller_key"), "cid_num");
  parameters.quirks.no_hotline = 0;
  parameters.quirks.extension_as_hotline = 1;
  EXPECT_EQ(Advice(Observe(parameters), "calls.caller_key"), "cid_num");
}

TEST(DoctorAdvice, IsTheCallIdIfNobodyShowsANumberButItIsShared) {
  Parameters parameters = BusyRingGroups(0);
  parameters.quirks.anonymous = 1;
  EXPECT_EQ(Advice(Observe(parameters), "calls.caller_key"), "call_id");
}

TEST(DoctorAdvice, SeesWhetherCallTimeMovesAtTheAnswer) {
  Parameters parameters = BusyRingGroups(0);
  const CallTimes kept = Observe(parameters).call_times;
  EXPECT_GT(kept.kept_at_answer, 10u);
  EXPECT_EQ(kept.moved_at_answer, 0u);
  parameters.quirks.call_time_moves_on_answer = true;
  const Observations seen = Observe(parameters);
  EXPECT_EQ(Advice(seen, "timezone"), "\"+07:00\"");
  EXPECT_GT(seen.call_times.moved_at_answer, seen.call_times.kept_at_answer);
}

// As the switch's own server code shows it: half of the phones ring without
// state and direction, and each phone has its own call_id.
TEST(DoctorAdvice, SuitsAHostWithTheRowsOfTheSwitch) {
  Parameters parameters = Mixed();
  parameters.quirks = SwitchQuirks();
  RowOptions options;
  options.switch_rows = true;
  const Observations seen = Observe(parameters, options);
  EXPECT_EQ(Advice(seen, "calls.caller_key"), "pair");
  EXPECT_EQ(Advice(seen, "calls.empty_state"), "unknown");
  EXPECT_EQ(Advice(seen, "timezone"), "\"+07:00\"");
  EXPECT_EQ(seen.sharing.shared, 0u);
  EXPECT_GT(seen.sharing.own, 10u);
  EXPECT_GT(seen.call_times.stated_at_answer, 10u);
  EXPECT_GT(seen.numbers.without_direction, 10u);
  EXPECT_GT(seen.numbers.from_colleagues, 0u);
  EXPECT_GT(seen.duplicate_rows, 0u);
  EXPECT_EQ(seen.empty_states.all.after_talking, 0u);
}

// With little to go by, there is no advice, but no wrong one either.
TEST(DoctorAdvice, IsNotWrongAfterAShortTime) {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    for (const bool is_switch : {false, true}) {
      Parameters parameters = Mixed(200);
      parameters.seed = seed;
      parameters.tenants = seed % 4 + 1;
      RowOptions options;
      options.switch_rows = is_switch;
      if (is_switch) parameters.quirks = SwitchQuirks();
      const Observations seen = Observe(parameters, options, minutes(6));
      const std::string key = Advice(seen, "calls.caller_key");
      EXPECT_TRUE(key == "pair" || key.empty()) << seed << " " << key;
      const std::string state = Advice(seen, "calls.empty_state");
      EXPECT_TRUE(state == "unknown" || state.empty()) << seed << " " << state;
      const std::string zone = Advice(seen, "timezone");
      EXPECT_TRUE(zone == "\"+07:00\"" || zone.empty()) << zone;
    }
  }
}

TEST(DoctorAdvice, SuitsAMixedHost) {
  const Observations seen = Observe(Mixed());
  EXPECT_EQ(Advice(seen, "calls.caller_key"), "pair");
  EXPECT_EQ(Advice(seen, "calls.empty_state"), "unknown");
  EXPECT_EQ(Advice(seen, "call_time_zone"), "stated");
  EXPECT_EQ(Advice(seen, "timezone"), "\"+07:00\"");
  EXPECT_GT(seen.sharing.shared, 0u);
  EXPECT_GT(seen.sharing.own, 0u);
}

}  // namespace
}  // namespace pitel::simulation
