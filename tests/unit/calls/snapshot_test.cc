#include "calls/snapshot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace pitel {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using PairCounts = CallSnapshot::PairCounts;
using Tenant = CallSnapshot::Tenant;

constexpr auto kIdle = CallState::kIdle;
constexpr auto kOncall = CallState::kOncall;
constexpr auto kRinging = CallState::kRinging;
constexpr auto kInbound = Direction::kInbound;
constexpr auto kOutbound = Direction::kOutbound;
constexpr auto kLocal = Direction::kLocal;

// A row of one of the tenants "t" and "u", on one of the servers "s2" and "s1".
struct Row {
  CallState state = kIdle;
  std::uint64_t call_id = 0;
  Direction direction = kInbound;
  std::uint32_t server = 0;
  std::uint64_t extension = 0;
  std::uint8_t device = kUnknownDevice;
  std::uint32_t tenant = 0;
  bool stale = false;
  bool has_call_time = true;
};

class CountCallsTest : public testing::Test {
 protected:
  explicit CountCallsTest(FoldingRules rules = {}) : rules_(rules) {
    response_.tenants = {"t", "u"};
    response_.servers = {"s2", "s1"};
  }

  CallSnapshot Count(const std::vector<Row>& rows,
                     const std::vector<RingingCaller>& callers = {}) {
    response_.rows.clear();
    times_.clear();
    for (const Row& row : rows) {
      CallRow& read = response_.rows.emplace_back();
      read.tenant = row.tenant;
      read.server = row.server;
      read.state = row.state;
      read.direction = row.direction;
      read.device = row.device;
      read.extension = row.extension;
      read.call_id = row.call_id;
      if (row.has_call_time) read.call_time = sys_seconds(seconds(1));
      times_.push_back({row.stale ? seconds(900) : seconds(5), row.stale});
    }
    response_.summary.rows = rows.size() + skipped_rows_;
    response_.summary.not_an_object = not_objects_;
    const FoldedLabels labels =
        Folding().Update(rules_, LabelsOf(response_), SteadyTime());
    return CountCalls({response_, labels, times_, callers});
  }

  const FoldingRules rules_;
  MonitorResponse response_;
  std::vector<LegTime> times_;
  std::size_t skipped_rows_ = 0;  // not objects, or of tenants left out
  std::size_t not_objects_ = 0;
};

std::size_t Index(CallState state) { return static_cast<std::size_t>(state); }

// Inbound, outbound, local, unknown: calls or legs in that state.
std::vector<std::uint64_t> ByDirection(const LegCounts& counts,
                                       CallState state) {
  std::vector<std::uint64_t> numbers;
  for (const auto& states : counts) numbers.push_back(states[Index(state)]);
  return numbers;
}

TEST_F(CountCallsTest, CountsLegsByDirectionAndState) {
  const auto snapshot = Count({{kRinging, 1},
                               {kRinging, 2},
                               {kOncall, 3, kLocal},
                               {kRinging, 4, kOutbound},
                               {kIdle}});
  ASSERT_EQ(snapshot.pairs.size(), 1u);
  const LegCounts& legs = snapshot.pairs.front().legs;
  EXPECT_THAT(ByDirection(legs, kRinging), ElementsAre(2, 1, 0, 0));
  EXPECT_THAT(ByDirection(legs, kOncall), ElementsAre(0, 0, 1, 0));
}

TEST_F(CountCallsTest, CountsLegsOfOneCallIdAsOneCall) {
  const auto snapshot =
      Count({{kRinging, 1}, {kRinging, 1}, {kRinging, 1}, {kRinging, 2}});
  const PairCounts& pair = snapshot.pairs.front();
  EXPECT_THAT(ByDirection(pair.calls, kRinging), ElementsAre(2, 0, 0, 0));
  EXPECT_THAT(ByDirection(pair.legs, kRinging), ElementsAre(4, 0, 0, 0));
  EXPECT_EQ(snapshot.active_calls(), 2u);
}

TEST_F(CountCallsTest, CountsTheRowsOfAnExtensionInACallAsOneLeg) {
  const auto snapshot =
      Count({{.state = kRinging, .call_id = 1, .extension = 7},
             {.state = kRinging, .call_id = 1, .extension = 7},
             {.state = kRinging, .call_id = 2, .extension = 7},
             {.state = kRinging, .call_id = 1, .extension = 8},
             {.state = kRinging, .extension = 7},
             {.state = kRinging, .extension = 7}});
  const PairCounts& pair = snapshot.pairs.front();
  EXPECT_THAT(ByDirection(pair.legs, kRinging), ElementsAre(5, 0, 0, 0));
  EXPECT_EQ(snapshot.duplicate_rows, 1u);
}

TEST_F(CountCallsTest, CountsALegAsItsRowFurthestAlong) {
  const auto snapshot = Count(
      {{.state = kRinging,
        .call_id = 1,
        .direction = Direction::kUnknown,
        .extension = 7,
        .stale = true,
        .has_call_time = false},
       {.state = kOncall, .call_id = 1, .direction = kLocal, .extension = 7}});
  const PairCounts& pair = snapshot.pairs.front();
  EXPECT_THAT(ByDirection(pair.legs, kOncall), ElementsAre(0, 0, 1, 0));
  EXPECT_THAT(ByDirection(pair.legs, kRinging), ElementsAre(0, 0, 0, 0));
  EXPECT_THAT(pair.stale_legs, ElementsAre(0, 0, 0));
  EXPECT_EQ(snapshot.problems, (RowProblems{0, 0, 0, 0}));
}

TEST_F(CountCallsTest, CountsALegAsItsOldestRowOfEqualState) {
  const Row young{.state = kRinging, .call_id = 1, .extension = 7};
  Row old = young;
  old.stale = true;
  for (const auto& rows : {std::vector{young, old}, std::vector{old, young}}) {
    const auto snapshot = Count(rows);
    EXPECT_THAT(snapshot.pairs.front().stale_legs, ElementsAre(0, 1, 0));
  }
}

TEST_F(CountCallsTest, CountsEachLegWithoutACallIdAsACall) {
  const auto snapshot = Count({{kRinging}, {kRinging}, {kOncall}});
  EXPECT_EQ(snapshot.active_calls(), 3u);
}

TEST_F(CountCallsTest, TellsCallsOfOneCallIdApartByTenant) {
  const auto snapshot =
      Count({{kRinging, 1}, {.state = kRinging, .call_id = 1, .tenant = 1}});
  EXPECT_EQ(snapshot.active_calls(), 2u);
  EXPECT_THAT(ByDirection(snapshot.pairs[0].calls, kRinging),
              ElementsAre(1, 0, 0, 0));
  EXPECT_THAT(ByDirection(snapshot.pairs[1].calls, kRinging),
              ElementsAre(1, 0, 0, 0));
}

// A call is where its furthest leg is; among equals the direction and then the
// name of the server decide.
TEST_F(CountCallsTest, CountsACallAsItsFurthestLegInAnyOrderOfRows) {
  std::vector<Row> rows = {{kRinging, 1, kInbound, 1},
                           {kOncall, 1, kLocal, 1},
                           {kOncall, 1, kOutbound, 0},
                           {kOncall, 1, kOutbound, 1}};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::rotate(rows.begin(), rows.begin() + 1, rows.end());
    const auto snapshot = Count(rows);
    ASSERT_EQ(snapshot.pairs.size(), 2u);
    EXPECT_EQ(snapshot.pairs[0].labels.part, "s1");
    EXPECT_THAT(ByDirection(snapshot.pairs[0].calls, kOncall),
                ElementsAre(0, 1, 0, 0));
    EXPECT_EQ(snapshot.active_calls(), 1u);
  }
}

TEST_F(CountCallsTest, CountsAnExtensionOnceAsItsFurthestRow) {
  const auto snapshot = Count({
      {.state = kRinging, .call_id = 1, .extension = 7},
      {.state = kOncall, .call_id = 2, .extension = 7},
      {.state = kIdle, .extension = 8},
      {.state = kIdle},
      {.state = kIdle},
      {.state = kIdle, .extension = 8, .tenant = 1},
  });
  // Oncall, ringing, unknown, idle.
  EXPECT_THAT(snapshot.pairs[0].extensions, ElementsAre(1, 0, 0, 3));
  EXPECT_THAT(snapshot.pairs[1].extensions, ElementsAre(0, 0, 0, 1))
      << "the extension of another tenant";
}

TEST_F(CountCallsTest, CountsTheDeviceOfAnExtensionsFurthestRows) {
  std::vector<Row> rows = {
      {.state = kOncall, .call_id = 1, .extension = 7, .device = 3},
      {.state = kOncall, .call_id = 2, .extension = 7, .device = 2},
      {.state = kRinging, .call_id = 3, .extension = 7, .device = 1}};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::rotate(rows.begin(), rows.begin() + 1, rows.end());
    const auto snapshot = Count(rows);
    EXPECT_EQ(snapshot.devices[1], 0u);
    EXPECT_EQ(snapshot.devices[2], 1u);
    EXPECT_EQ(snapshot.devices[3], 0u);
  }
}

TEST_F(CountCallsTest, CountsStaleLegsAmongTheOthers) {
  const auto snapshot = Count({{.state = kOncall, .call_id = 1, .stale = true},
                               {.state = kRinging, .call_id = 2, .stale = true},
                               {.state = kRinging, .call_id = 3}});
  const PairCounts& pair = snapshot.pairs.front();
  EXPECT_THAT(pair.stale_legs, ElementsAre(1, 1, 0));
  EXPECT_EQ(snapshot.active_calls(), 3u);
}

TEST_F(CountCallsTest, CountsUnusableValuesOfLegsOnly) {
  not_objects_ = skipped_rows_ = 2;
  const auto snapshot = Count({
      {CallState::kUnknown, 1},
      {kRinging, 2, Direction::kUnknown},
      {kRinging, 3, Direction::kUnknown},
      {.state = kOncall, .call_id = 4, .has_call_time = false},
      {.direction = Direction::kUnknown, .has_call_time = false},
  });
  EXPECT_EQ(snapshot.problems, (RowProblems{2, 1, 2, 1}));
}

TEST_F(CountCallsTest, GivesCallersAndTheLongestWaitByTenant) {
  const auto snapshot =
      Count({{kRinging, 1}, {.state = kIdle, .tenant = 1}},
            {{0, seconds(20)}, {0, seconds(70)}, {0, seconds(30)}});
  EXPECT_THAT(snapshot.tenants, ElementsAre(Tenant{"t", 3, seconds(70), 1},
                                            Tenant{"u", 0, seconds(0)}));
}

TEST_F(CountCallsTest, ListsATenantOfSeveralServersOnce) {
  const auto snapshot = Count({{kRinging, 1, kInbound, 0},
                               {kRinging, 2, kInbound, 1},
                               {.state = kRinging, .server = 1, .tenant = 1}},
                              {{1, seconds(3)}});
  ASSERT_EQ(snapshot.pairs.size(), 3u);
  EXPECT_EQ(snapshot.pairs[0].labels, (FoldedLabels::Pair{"t", "s1"}));
  EXPECT_EQ(snapshot.pairs[1].labels, (FoldedLabels::Pair{"t", "s2"}));
  EXPECT_EQ(snapshot.pairs[2].labels, (FoldedLabels::Pair{"u", "s1"}));
  EXPECT_THAT(snapshot.tenants, ElementsAre(Tenant{"t", 0, seconds(0), 2},
                                            Tenant{"u", 1, seconds(3), 1}));
}

TEST_F(CountCallsTest, KnowsWhetherTheFilterLeftOutAllRowsOfTenants) {
  EXPECT_FALSE(Count({}).all_rows_left_out()) << "there were no rows";
  skipped_rows_ = not_objects_ = 2;
  EXPECT_FALSE(Count({}).all_rows_left_out()) << "they had no tenants";
  skipped_rows_ = 5;
  EXPECT_TRUE(Count({}).all_rows_left_out());
  EXPECT_EQ(Count({}).left_out_rows, 3u);
  EXPECT_FALSE(Count({{kIdle}}).all_rows_left_out());
  EXPECT_EQ(Count({{kIdle}}).left_out_rows, 3u);
}

TEST_F(CountCallsTest, HasNothingForAnEmptyResponse) {
  const auto snapshot = Count({});
  EXPECT_THAT(snapshot.pairs, IsEmpty());
  EXPECT_THAT(snapshot.tenants, IsEmpty());
  EXPECT_EQ(snapshot.active_calls(), 0u);
}

class CountFoldedCallsTest : public CountCallsTest {
 protected:
  CountFoldedCallsTest() : CountCallsTest({.tenants = 1, .parts = 1}) {}
};

// Two tenants share the label `_other`, so their numbers are added up.
TEST_F(CountFoldedCallsTest, CountsUnderTheLabelsThatAreShown) {
  response_.tenants = {"t", "u", "v"};
  const auto snapshot =
      Count({{kRinging, 1},
             {.state = kRinging, .call_id = 1, .server = 1, .tenant = 1},
             {.state = kRinging, .call_id = 1, .server = 1, .tenant = 2}},
            {{1, seconds(4)}, {2, seconds(9)}});
  EXPECT_EQ(snapshot.folded_tenants, 2u);
  EXPECT_EQ(snapshot.folded_servers, 1u);
  EXPECT_THAT(snapshot.tenants,
              ElementsAre(Tenant{kOtherLabel, 2, seconds(9), 2},
                          Tenant{"t", 0, seconds(0), 1}));
  ASSERT_EQ(snapshot.pairs.size(), 2u);
  EXPECT_EQ(snapshot.pairs[0].labels,
            (FoldedLabels::Pair{kOtherLabel, kOtherLabel}));
  EXPECT_THAT(ByDirection(snapshot.pairs[0].calls, kRinging),
              ElementsAre(2, 0, 0, 0));
}

}  // namespace
}  // namespace pitel
