#include "calls/call_counters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "metric/histogram.h"
#include "support/find_family.h"

namespace pitel {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;

TEST(CallCounters, AreOrderedByName) {
  std::vector<std::string> names;
  const CallTotals totals;
  for (const Family& family : CallCounters(totals)) {
    names.emplace_back(family.header().name);
  }
  EXPECT_THAT(
      names,
      ElementsAre("pitel_call_duration_seconds", "pitel_call_wait_seconds",
                  "pitel_calls_answered_total", "pitel_calls_ended_total",
                  "pitel_calls_lost_total", "pitel_calls_started_total",
                  "pitel_calls_unanswered_total"));
}

TEST(CallCounters, HaveTheKnownDirectionsOfEveryTenantFromZero) {
  CallTotals totals;
  totals.Of("b");
  totals.Of("a").counts[1].started = 2;
  const Family started =
      FindFamily(CallCounters(totals), "pitel_calls_started_total");
  EXPECT_THAT(started.label_values,
              ElementsAre("a", "inbound", "a", "local", "a", "outbound", "b",
                          "inbound", "b", "local", "b", "outbound"));
  EXPECT_THAT(started.values, ElementsAre(0, 0, 2, 0, 0, 0));
}

TEST(CallCounters, HaveAnUnknownDirectionOnceItOccurred) {
  CallTotals totals;
  auto& counts = totals.Of("a").counts[3];
  counts.started = 3;
  counts.lost_ringing = 1;
  const auto families = CallCounters(totals);
  EXPECT_THAT(FindFamily(families, "pitel_calls_answered_total").values,
              ElementsAre(0, 0, 0, 0));
  EXPECT_THAT(FindFamily(families, "pitel_calls_lost_total").values,
              ElementsAre(0, 0, 0, 0, 0, 0, 0, 1));
  Observe(totals.duration[3], seconds(1));
  EXPECT_EQ(
      FindFamily(CallCounters(totals), "pitel_call_duration_seconds").size(),
      4u);
}

TEST(CallTotals, KeepsATenantWhereItIs) {
  CallTotals totals;
  TenantTotals& tenant = totals.Of("m");
  for (char c = 'a'; c <= 'z'; ++c) totals.Of(std::string(1, c));
  EXPECT_EQ(&totals.Of("m"), &tenant);
}

}  // namespace
}  // namespace pitel
