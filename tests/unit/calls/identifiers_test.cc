#include "calls/identifiers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>

namespace pitel {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr auto kCallId = IdentifierKind::kCallId;
constexpr auto kPhone = IdentifierKind::kPhone;
constexpr auto kCaller = IdentifierKind::kCaller;
constexpr auto kOneNumber = IdentifierKind::kOneNumber;

CallRow Ringing(std::uint64_t cid_num, std::uint64_t b_cid_num) {
  CallRow row;
  row.call_id = 1;
  row.state = CallState::kRinging;
  row.direction = Direction::kInbound;
  row.cid_num = cid_num;
  row.b_cid_num = b_cid_num;
  return row;
}

class IdentifyLegsTest : public testing::Test {
 protected:
  std::vector<Identifier> Identify(const std::vector<CallRow>& rows,
                                   CallerKey key = CallerKey::kPair,
                                   bool stale = false) const {
    MonitorResponse response;
    response.tenants = {"t", "u"};
    response.rows = rows;
    std::vector<LegTime> times(rows.size());
    for (LegTime& time : times) time.stale = stale;
    return IdentifyLegs(response, times, hash_, key);
  }

  std::vector<IdentifierKind> KindsOf(const CallRow& row,
                                      CallerKey key = CallerKey::kPair,
                                      bool stale = false) const {
    std::vector<IdentifierKind> kinds;
    for (const auto& one : Identify({row}, key, stale)) {
      kinds.push_back(one.kind);
    }
    return kinds;
  }

  // Whether these legs, without their call_ids, show the same caller.
  bool ShowOneCaller(CallRow a, CallRow b, CallerKey key) const {
    a.call_id = b.call_id = 0;
    const auto identifiers = Identify({a, b}, key);
    return identifiers.size() == 2 &&
           identifiers[0].hash == identifiers[1].hash;
  }

  KeyedHash hash_;
};

TEST_F(IdentifyLegsTest, KnowsACallByItsCallIdOrElseItsPhoneAndCallTime) {
  CallRow row = Ringing(0, 0);
  EXPECT_THAT(KindsOf(row), ElementsAre(kCallId));
  row.call_id = 0;
  row.leg = 5;
  EXPECT_THAT(KindsOf(row), IsEmpty());
  row.call_time = std::chrono::sys_seconds(seconds(1'700'000'000));
  EXPECT_THAT(KindsOf(row), ElementsAre(kPhone));
  row.call_id = 1;
  EXPECT_THAT(KindsOf(row), ElementsAre(kCallId));
}

TEST_F(IdentifyLegsTest, KnowsACallerByBothNumbersOrByOne) {
  EXPECT_THAT(KindsOf(Ringing(7, 8)), UnorderedElementsAre(kCallId, kCaller));
  EXPECT_THAT(KindsOf(Ringing(7, 0)),
              UnorderedElementsAre(kCallId, kOneNumber));
  EXPECT_THAT(KindsOf(Ringing(0, 8)),
              UnorderedElementsAre(kCallId, kOneNumber));
}

TEST_F(IdentifyLegsTest, UsesNumbersOnlyOfInboundLegsThatRingOrTalk) {
  CallRow row = Ringing(7, 8);
  EXPECT_THAT(KindsOf(row, CallerKey::kPair, true), ElementsAre(kCallId))
      << "a ghost shows no caller";
  row.state = CallState::kOncall;
  EXPECT_THAT(KindsOf(row), UnorderedElementsAre(kCallId, kCaller));
  row.state = CallState::kUnknown;
  EXPECT_THAT(KindsOf(row), ElementsAre(kCallId));
  row = Ringing(7, 8);
  row.direction = Direction::kOutbound;
  EXPECT_THAT(KindsOf(row), ElementsAre(kCallId));
}

TEST_F(IdentifyLegsTest, GivesNoIdentifiersOfAnIdlePhone) {
  CallRow row = Ringing(7, 8);
  row.state = CallState::kIdle;
  EXPECT_THAT(KindsOf(row), IsEmpty());
}

TEST_F(IdentifyLegsTest, IgnoresTheNumberThatIsNotTheKey) {
  using Key = CallerKey;
  EXPECT_TRUE(ShowOneCaller(Ringing(7, 8), Ringing(7, 8), Key::kPair));
  EXPECT_FALSE(ShowOneCaller(Ringing(7, 8), Ringing(7, 9), Key::kPair));
  EXPECT_TRUE(ShowOneCaller(Ringing(7, 8), Ringing(7, 9), Key::kCidNum));
  EXPECT_FALSE(ShowOneCaller(Ringing(6, 8), Ringing(7, 8), Key::kCidNum));
  EXPECT_TRUE(ShowOneCaller(Ringing(6, 8), Ringing(7, 8), Key::kBCidNum));
  EXPECT_FALSE(ShowOneCaller(Ringing(7, 8), Ringing(7, 9), Key::kBCidNum));
  EXPECT_THAT(KindsOf(Ringing(7, 0), Key::kCidNum),
              UnorderedElementsAre(kCallId, kCaller));
  EXPECT_THAT(KindsOf(Ringing(0, 8), Key::kCidNum), ElementsAre(kCallId));
  EXPECT_THAT(KindsOf(Ringing(7, 8), Key::kCallId), ElementsAre(kCallId));
}

TEST_F(IdentifyLegsTest, SeparatesNumbersByTenantAndSide) {
  CallRow other = Ringing(7, 8);
  other.tenant = 1;
  EXPECT_FALSE(ShowOneCaller(Ringing(7, 8), other, CallerKey::kPair));
  EXPECT_FALSE(ShowOneCaller(Ringing(7, 0), Ringing(0, 7), CallerKey::kPair));
}

TEST_F(IdentifyLegsTest, SortsByHashTenantAndRow) {
  std::vector<CallRow> rows;
  for (const std::uint32_t tenant : {1, 0, 1, 0}) {
    for (const std::uint64_t call_id : {9, 3}) {
      CallRow row = Ringing(0, 0);
      row.tenant = tenant;
      row.call_id = call_id;
      rows.push_back(row);
    }
  }
  const auto identifiers = Identify(rows);
  ASSERT_EQ(identifiers.size(), 8u);
  EXPECT_TRUE(std::is_sorted(identifiers.begin(), identifiers.end(),
                             [](const Identifier& a, const Identifier& b) {
                               return std::tie(a.hash, a.tenant, a.row) <
                                      std::tie(b.hash, b.tenant, b.row);
                             }));
}

}  // namespace
}  // namespace pitel
