#include "calls/call_gauges.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "support/find_family.h"

namespace pitel {
namespace {

using std::chrono::milliseconds;
using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;

Family Find(const CallSnapshot& snapshot, std::string_view name) {
  return FindFamily(CallGauges(snapshot), name);
}

std::vector<std::string> Names(const CallSnapshot& snapshot) {
  std::vector<std::string> names;
  for (const Family& family : CallGauges(snapshot)) {
    names.emplace_back(family.header().name);
  }
  return names;
}

// One tenant on one server.
CallSnapshot OnePair() {
  CallSnapshot snapshot;
  snapshot.pairs.resize(1);
  snapshot.pairs[0].labels = {"t", "s"};
  snapshot.tenants = {{"t", 0, {}}};
  return snapshot;
}

constexpr std::size_t kOncall = 0;
constexpr std::size_t kRinging = 1;
constexpr std::size_t kUnknownState = 2;
constexpr std::size_t kIdle = 3;
constexpr std::size_t kInbound = 0;
constexpr std::size_t kUnknownDirection = 3;

TEST(CallGauges, AreOrderedByName) {
  CallSnapshot snapshot;
  snapshot.rows.reported_rows = 0;
  snapshot.call_time_offset = 0;
  const auto names = Names(snapshot);
  EXPECT_EQ(names.size(), 14u);
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
}

TEST(CallGauges, LeaveOutWhatTheResponseDoesNotSay) {
  EXPECT_THAT(
      Names(CallSnapshot()),
      Each(testing::AllOf(testing::Ne("pitel_api_reported_rows"),
                          testing::Ne("pitel_call_time_offset_seconds"))));
}

TEST(CallGauges, ShowZeroForEveryKnownDirectionAndState) {
  const CallSnapshot snapshot = OnePair();
  const Family calls = Find(snapshot, "pitel_active_calls");
  EXPECT_THAT(calls.label_values,
              ElementsAre("t", "s", "inbound", "oncall", "t", "s", "inbound",
                          "ringing", "t", "s", "local", "oncall", "t", "s",
                          "local", "ringing", "t", "s", "outbound", "oncall",
                          "t", "s", "outbound", "ringing"));
  EXPECT_THAT(calls.values, Each(0));
}

TEST(CallGauges, ShowUnknownDirectionsAndStatesWhereTheyOccur) {
  CallSnapshot snapshot = OnePair();
  snapshot.pairs[0].legs[kInbound][kUnknownState] = 2;
  snapshot.pairs[0].legs[kUnknownDirection][kRinging] = 3;
  const Family legs = Find(snapshot, "pitel_active_legs");
  EXPECT_THAT(legs.values, ElementsAre(0, 0, 2, 0, 0, 0, 0, 3));
  EXPECT_EQ(legs.label_values[4 * 2 + 3], "unknown");
  EXPECT_EQ(legs.label_values[4 * 7 + 2], "unknown");
  EXPECT_EQ(legs.label_values[4 * 7 + 3], "ringing");
}

TEST(CallGauges, ShowCallsApartFromLegs) {
  CallSnapshot snapshot = OnePair();
  snapshot.pairs[0].calls[kInbound][kOncall] = 1;
  snapshot.pairs[0].legs[kInbound][kOncall] = 5;
  EXPECT_EQ(Find(snapshot, "pitel_active_calls").values.front(), 1);
  EXPECT_EQ(Find(snapshot, "pitel_active_legs").values.front(), 5);
}

TEST(CallGauges, ShowExtensionsByState) {
  CallSnapshot snapshot = OnePair();
  snapshot.pairs[0].extensions[kIdle] = 4;
  snapshot.pairs[0].extensions[kRinging] = 2;
  const Family extensions = Find(snapshot, "pitel_extensions");
  EXPECT_THAT(
      extensions.label_values,
      ElementsAre("t", "s", "idle", "t", "s", "oncall", "t", "s", "ringing"));
  EXPECT_THAT(extensions.values, ElementsAre(4, 0, 2));
  snapshot.pairs[0].extensions[kUnknownState] = 1;
  EXPECT_THAT(Find(snapshot, "pitel_extensions").values,
              ElementsAre(4, 0, 2, 1));
}

TEST(CallGauges, ShowStaleLegsByState) {
  CallSnapshot snapshot = OnePair();
  snapshot.pairs[0].stale_legs[kRinging] = 3;
  const Family stale = Find(snapshot, "pitel_stale_legs");
  EXPECT_THAT(stale.label_values,
              ElementsAre("t", "s", "oncall", "t", "s", "ringing"));
  EXPECT_THAT(stale.values, ElementsAre(0, 3));
}

TEST(CallGauges, ShowEveryListedDevice) {
  CallSnapshot snapshot;
  snapshot.devices[1] = 6;
  const Family devices = Find(snapshot, "pitel_extension_devices");
  EXPECT_EQ(devices.size(), kDeviceCount - 1) << "none is unknown";
  EXPECT_EQ(devices.label_values[1], kDevices[1]);
  EXPECT_EQ(devices.values[1], 6);
  snapshot.devices[kUnknownDevice] = 1;
  EXPECT_EQ(Find(snapshot, "pitel_extension_devices").size(), kDeviceCount);
}

TEST(CallGauges, ShowCallersAndWaitsOfEachTenant) {
  CallSnapshot snapshot;
  snapshot.tenants = {{"a", 0, {}}, {"b", 4, milliseconds(61'500)}};
  const Family callers = Find(snapshot, "pitel_ringing_callers");
  EXPECT_THAT(callers.label_values, ElementsAre("a", "b"));
  EXPECT_THAT(callers.values, ElementsAre(0, 4));
  EXPECT_THAT(Find(snapshot, "pitel_ringing_oldest_seconds").values,
              ElementsAre(0, 61.5));
}

TEST(CallGauges, ShowThePeakOfEachTenant) {
  CallSnapshot snapshot;
  snapshot.tenants = {{.label = "a"}, {.label = "b", .active_calls_peak = 8}};
  const Family peaks = Find(snapshot, "pitel_active_calls_peak");
  EXPECT_THAT(peaks.label_values, ElementsAre("a", "b"));
  EXPECT_THAT(peaks.values, ElementsAre(0, 8));
}

TEST(CallGauges, ShowNoSeriesOfTenantsWithoutAny) {
  EXPECT_THAT(Find(CallSnapshot(), "pitel_active_calls").values, IsEmpty());
  EXPECT_THAT(Find(CallSnapshot(), "pitel_ringing_callers").values, IsEmpty());
}

TEST(CallGauges, ShowTheNumbersOfTheWholeResponse) {
  CallSnapshot snapshot;
  snapshot.rows.rows = 9;
  snapshot.rows.reported_rows = 11;
  snapshot.call_time_offset = -3600.5;
  snapshot.tracked_calls = 7;
  snapshot.duplicate_rows = 4;
  snapshot.folded_servers = 2;
  snapshot.folded_tenants = 3;
  const auto number = [&](std::string_view name) {
    return Find(snapshot, name).values.at(0);
  };
  EXPECT_EQ(number("pitel_api_rows"), 9);
  EXPECT_EQ(number("pitel_api_reported_rows"), 11);
  EXPECT_EQ(number("pitel_call_time_offset_seconds"), -3600.5);
  EXPECT_EQ(number("pitel_tracked_calls"), 7);
  EXPECT_EQ(number("pitel_api_duplicate_rows"), 4);
  const Family folded = Find(snapshot, "pitel_overflowed_label_values");
  EXPECT_THAT(folded.label_values, ElementsAre("server", "tenant"));
  EXPECT_THAT(folded.values, ElementsAre(2, 3));
}

}  // namespace
}  // namespace pitel
