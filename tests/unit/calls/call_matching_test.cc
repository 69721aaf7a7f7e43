#include "calls/call_matching.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "legs.h"

namespace pitel {
namespace {

using testing::ElementsAre;

constexpr auto kTalks = CallState::kOncall;
constexpr auto kRings = CallState::kRinging;

// The calls of earlier polls are known, numbered in order of arrival.
class MatchCallsTest : public testing::Test {
 protected:
  // The call of each leg. New calls are known from then on.
  CallOfRow Match(const std::vector<Leg>& legs, bool takes_new = true) {
    const MonitorResponse response = ResponseWith(legs);
    const auto identifiers = IdentifyLegs(
        response, std::vector<LegTime>(legs.size()), hash_, CallerKey::kPair);
    const CallGroups groups = GroupLegs(response, identifiers);
    const CallOfRow call_of_row = MatchCalls(
        {response.rows, identifiers, groups, calls_, known_, takes_new});
    Learn(legs, identifiers, call_of_row);
    return call_of_row;
  }

  std::vector<KnownCall> calls_;

 private:
  void Learn(const std::vector<Leg>& legs,
             const std::vector<Identifier>& identifiers,
             const CallOfRow& call_of_row) {
    for (KnownCall& call : calls_) call.in_last_complete = false;
    for (std::size_t i = 0; i < legs.size(); ++i) {
      if (call_of_row[i] == kNoCall) continue;
      if (call_of_row[i] >= calls_.size()) calls_.resize(call_of_row[i] + 1);
      KnownCall& call = calls_[call_of_row[i]];
      call.in_last_complete = true;
      if (legs[i].state == kTalks) call.was_oncall = true;
    }
    known_.Learn(identifiers, call_of_row, ComparedResponse{}, calls_);
  }

  KeyedHash hash_;
  KnownIdentifiers known_;
};

TEST_F(MatchCallsTest, GivesNewCallsTheNextIndexesInTheOrderOfTheRows) {
  EXPECT_THAT(Match({{1}, {2}, {1}}), ElementsAre(0, 1, 0));
  EXPECT_THAT(Match({{3}, {2}, {4}}), ElementsAre(2, 1, 3));
}

TEST_F(MatchCallsTest, FollowsNoNewCallIfThereIsNoRoom) {
  Match({{1}});
  EXPECT_THAT(Match({{2}, {1}}, false), ElementsAre(kNoCall, 0));
}

TEST_F(MatchCallsTest, FollowsNoIdlePhone) {
  EXPECT_THAT(Match({{0, CallState::kIdle}}), ElementsAre(kNoCall));
}

TEST_F(MatchCallsTest, KeepsALegWithTheCallOfItsCallId) {
  Match({{1, kRings, 7, 8}});
  Match({{2}});
  EXPECT_THAT(Match({{1, kRings, 7, 8}, {2, kRings, 7, 8}}), ElementsAre(0, 1));
}

TEST_F(MatchCallsTest, KnowsAPhoneWithoutACallIdByItsCallTime) {
  Match({{.phone = 5}, {.phone = 6}});
  EXPECT_THAT(Match({{.phone = 6}, {.phone = 7}, {.phone = 5}}),
              ElementsAre(1, 2, 0));
}

TEST_F(MatchCallsTest, SeparatesCallIdsByTenant) {
  Match({{.call_id = 1}, {.call_id = 1, .tenant = 1}});
  EXPECT_THAT(Match({{.call_id = 1, .tenant = 1}, {.call_id = 1}}),
              ElementsAre(1, 0));
}

TEST_F(MatchCallsTest, KnowsACallerByBothNumbersWhereverTheyWere) {
  Match({{1, kRings, 7, 8}});
  Match({});
  EXPECT_THAT(Match({{2, kRings, 7, 8}}), ElementsAre(0));
}

TEST_F(MatchCallsTest, MatchesTheLongestKnownCallThatFits) {
  Match({{1}});
  Match({{2, kRings, 7, 8}});
  EXPECT_THAT(Match({{1, kRings, 7, 8}, {3, kRings, 7, 8}}), ElementsAre(0, 0));
}

TEST_F(MatchCallsTest, KnowsAnAnsweredCallOnlyByItsCallIds) {
  Match({{1, kTalks, 7, 8}});
  EXPECT_THAT(Match({{2, kRings, 7, 8}}), ElementsAre(1));
}

TEST_F(MatchCallsTest, TreatsATransferAsTheCallThatStillTalks) {
  Match({{1, kTalks, 7, 8}});
  EXPECT_THAT(Match({{1, kTalks, 7, 8}, {2, kRings, 7, 8}}), ElementsAre(0, 0));
}

TEST_F(MatchCallsTest, MergesNoCallIntoAnAnsweredOneThatLeftARowBehind) {
  Match({{1, kTalks, 7, 8}});
  EXPECT_THAT(Match({{1, kRings, 7, 8}, {2, kRings, 7, 8}}), ElementsAre(0, 1));
}

TEST_F(MatchCallsTest, OffersACallerOfOneNumberToTheNextPhone) {
  Match({{1, kRings, 7}});
  EXPECT_THAT(Match({{2, kRings, 7}}), ElementsAre(0));
}

TEST_F(MatchCallsTest, OffersNoCallThatHasALeg) {
  Match({{1, kRings, 7}});
  EXPECT_THAT(Match({{2, kRings, 7}, {1, kRings, 7}}), ElementsAre(1, 0));
}

TEST_F(MatchCallsTest, OffersNoCallThatTheLastCompletePollDidNotShow) {
  Match({{1, kRings, 7}});
  Match({});
  EXPECT_THAT(Match({{2, kRings, 7}}), ElementsAre(1));
}

TEST_F(MatchCallsTest, OffersNoAnsweredCall) {
  Match({{1, kTalks, 7}});
  EXPECT_THAT(Match({{2, kRings, 7}}), ElementsAre(1));
}

TEST_F(MatchCallsTest, OffersOnlyNumbersOfTheSameSideAndTenant) {
  Match({{1, kRings, 7, 0}});
  EXPECT_THAT(Match({{2, kRings, 0, 7}, {3, kRings, 7, 0, 1}}),
              ElementsAre(1, 2));
}

TEST_F(MatchCallsTest, OffersEachCallToOneGroupInTheOrderOfTheRows) {
  Match({{1, kRings, 7}, {2, kRings, 7}});
  EXPECT_THAT(Match({{3, kRings, 7}, {4, kRings, 7}, {5, kRings, 7}}),
              ElementsAre(0, 1, 2));
}

// Numbers are matched in the order of their hashes, which differs from run to
// run: with twenty groups, both orders occur.
TEST_F(MatchCallsTest, OffersAGroupOfSeveralNumbersTheCallKnownLongest) {
  std::vector<Leg> first;
  std::vector<Leg> second;
  std::vector<Leg> offered;
  CallOfRow calls;
  for (std::uint32_t i = 0; i < 20; ++i) {
    first.push_back({100 + i, kRings, 100 + i});
    second.push_back({200 + i, kRings, 0, 200 + i});
    offered.push_back({300 + i, kRings, 0, 200 + i});
    offered.push_back({300 + i, kRings, 100 + i});
    offered.push_back({400 + i, kRings, 0, 200 + i});
    calls.insert(calls.end(), {i, i, 20 + i});
  }
  Match(first);
  std::vector<Leg> both = first;
  both.insert(both.end(), second.begin(), second.end());
  Match(both);
  EXPECT_EQ(Match(offered), calls) << "the other is left for the next group";
}

TEST_F(MatchCallsTest, FollowsACallIdToAnotherTenant) {
  Match({{.call_id = 1}});
  EXPECT_THAT(Match({{.call_id = 1, .tenant = 1}}), ElementsAre(0));
}

TEST_F(MatchCallsTest, MatchesNoCallOfAnotherTenantIfTheCallIdStayed) {
  Match({{1, kTalks, 7, 8}, {.call_id = 1, .tenant = 1}, {3}});
  const Leg moved{.call_id = 3, .tenant = 1};
  const Leg unknown{.state = kTalks, .cid_num = 7, .b_cid_num = 8, .phone = 5};
  EXPECT_THAT(Match({{1, kRings, 7, 8}, unknown, moved}), ElementsAre(0, 3, 2));
}

TEST_F(MatchCallsTest, PrefersAnOfferToACallIdOfAnotherTenant) {
  Match({{.call_id = 1}, {2, kRings, 7, 0, 1}});
  EXPECT_THAT(Match({{1, kRings, 7, 0, 1}}), ElementsAre(1));
}

TEST_F(MatchCallsTest, FollowsNoTalkThatOnlyNumbersIdentify) {
  EXPECT_THAT(Match({{0, kTalks, 7, 8}, {0, kRings, 5, 6}}),
              ElementsAre(kNoCall, 0));
}

TEST_F(MatchCallsTest, FollowsNoTalkForARowLeftBehindBesideIt) {
  Match({{1, kTalks, 7, 8}});
  EXPECT_THAT(Match({{1, kRings, 7, 8}, {0, kTalks, 7, 8}}),
              ElementsAre(0, kNoCall));
}

TEST_F(MatchCallsTest, GivesRowsOfOnePhoneWithoutACallIdOneKnownCall) {
  Match({{1, kRings, 7}});
  const Leg talks{.state = kTalks, .cid_num = 7, .phone = 5};
  const Leg rings{.cid_num = 7, .phone = 5};
  EXPECT_THAT(Match({talks, rings}), ElementsAre(0, 0));
}

TEST_F(MatchCallsTest, GivesRowsOfOnePhoneWithoutACallIdTheOldestCall) {
  Match({{1, kRings, 7, 8}, {2, kRings, 5, 6}});
  const Leg one{.cid_num = 7, .b_cid_num = 8, .phone = 5};
  const Leg other{.cid_num = 5, .b_cid_num = 6, .phone = 5};
  EXPECT_THAT(Match({other, one}), ElementsAre(0, 0));
}

TEST_F(MatchCallsTest, FollowsRowsOfOnePhoneWithoutACallIdAsOne) {
  EXPECT_THAT(Match({{.phone = 5}, {2}, {.phone = 5}}), ElementsAre(0, 1, 0));
}

TEST_F(MatchCallsTest, OffersNothingToARowLeftBehind) {
  Match({{1, kTalks}, {2, kRings, 7, 0}});
  EXPECT_THAT(Match({{1, kRings, 7, 0}, {3, kRings, 7, 0}}), ElementsAre(0, 1));
}

TEST_F(MatchCallsTest, OffersNothingToAGroupThatHasACall) {
  Match({{1}, {2, kRings, 7, 0}});
  EXPECT_THAT(Match({{1, kRings, 7, 0, 0, 5}, {3, kRings, 7, 0, 0, 6}}),
              ElementsAre(0, 0));
}

TEST_F(MatchCallsTest, OffersByTheFirstRowOfAPhoneWithoutACallId) {
  Match({{2, kRings, 7, 0}});
  const Leg phone{.phone = 5};
  const Leg with_number{.cid_num = 7, .phone = 5};
  EXPECT_THAT(Match({with_number, {3, kRings, 7, 0}, phone}),
              ElementsAre(0, 1, 0));
}

TEST_F(MatchCallsTest, FollowsNoCallIdToAnotherTenantIfItAlsoStayed) {
  Match({{1}});
  EXPECT_THAT(Match({{1}, {.call_id = 1, .tenant = 1}}), ElementsAre(0, 1));
}

TEST_F(MatchCallsTest, FollowsNoNumbersIfACallIdMovedToAnotherTenant) {
  Match({{1}, {2, kRings, 7, 0}});
  Match({{1}});
  EXPECT_THAT(Match({{.call_id = 1, .tenant = 1}, {3, kRings, 7, 0}}),
              ElementsAre(0, 2));
}

}  // namespace
}  // namespace pitel
