// The course of each kind of call, in rows and in the truth.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "simulator/parsed_response.h"
#include "simulator/sample_worlds.h"

namespace pitel::simulation {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// Rows with a call, by the number shown in `field`.
std::map<std::string, std::vector<Row>> CallRows(const World& world,
                                                 const std::string& field) {
  std::map<std::string, std::vector<Row>> calls;
  for (const Row& row : RowsOf(world).rows) {
    if (!row.at("call_id").empty()) calls[row.at(field)].push_back(row);
  }
  return calls;
}

std::set<std::string> Values(const std::vector<Row>& rows,
                             const std::string& field) {
  std::set<std::string> values;
  for (const Row& row : rows) values.insert(row.at(field));
  return values;
}

std::vector<TrueCall> Finished(const Parameters& parameters, Duration time) {
  World world(parameters);
  world.AdvanceTo(parameters.begin + time);
  return world.truth().finished();
}

template <typename Predicate>
std::ptrdiff_t Count(const std::vector<TrueCall>& calls, Predicate predicate) {
  return std::count_if(calls.begin(), calls.end(), predicate);
}

void ExpectRingGroups(bool own_call_ids) {
  Parameters parameters = RingGroups();
  parameters.quirks.ring_groups_with_own_call_ids = own_call_ids ? 1 : 0;
  World world(parameters);
  int groups_seen = 0;
  for (int second = 0; second < 3600; second += 10) {
    world.AdvanceTo(kMonday + seconds(second));
    const auto callers = CallRows(world, "cid_num");
    const auto live = world.LiveCalls();
    EXPECT_EQ(callers.size(), live.size());  // one true call per caller
    for (const auto& [caller, rows] : callers) {
      if (rows[0].at("call_state") == "ONCALL") {
        EXPECT_EQ(rows.size(), 1u);  // the others stopped
        continue;
      }
      EXPECT_EQ(Values(rows, "call_state").size(), 1u);
      EXPECT_EQ(Values(rows, "extension").size(), rows.size());
      EXPECT_EQ(Values(rows, "call_id").size(),
                own_call_ids ? rows.size() : 1u);
      groups_seen += rows.size() >= 3 ? 1 : 0;
    }
  }
  EXPECT_GT(groups_seen, 10);
}

TEST(Course, RingGroupsRingManyPhonesForOneCaller) { ExpectRingGroups(false); }

TEST(Course, RingGroupsMayHaveACallIdPerPhone) { ExpectRingGroups(true); }

TEST(Course, QueuesOfferACallerToOnePhoneAfterAnother) {
  Parameters parameters = Queues();
  parameters.offer_answered = 0.3;
  World world(parameters);
  std::map<std::string, std::set<std::string>> phones_of_caller;
  for (int second = 0; second < 3600; second += 10) {
    world.AdvanceTo(kMonday + seconds(second));
    for (const auto& [caller, rows] : CallRows(world, "cid_num")) {
      EXPECT_EQ(rows.size(), 1u);
      phones_of_caller[caller].insert(rows[0].at("extension"));
    }
  }
  EXPECT_GT(std::count_if(
                phones_of_caller.begin(), phones_of_caller.end(),
                [](const auto& caller) { return caller.second.size() > 1; }),
            10);
  for (const TrueCall& call : world.truth().finished()) {
    EXPECT_EQ(call.call_ids, call.start == kNever ? 0 : 1);
  }
}

TEST(Course, QueuesMayHaveACallIdPerOffer) {
  Parameters parameters = Queues();
  parameters.offer_answered = 0.3;
  parameters.quirks.queues_with_own_call_ids = 1;
  const auto calls = Finished(parameters, hours(4));
  for (const TrueCall& call : calls) EXPECT_EQ(call.call_ids, call.rows);
  EXPECT_GT(Count(calls, [](const TrueCall& c) { return c.call_ids > 2; }), 20);
}

TEST(Course, QueuedCallersAreHiddenWhileNoPhoneRings) {
  Parameters parameters = Queues();
  parameters.extensions = 3;  // and many more callers than phones
  parameters.calls_per_extension_hour = 60;
  World world(parameters);
  std::uint64_t most_hidden = 0;
  for (int second = 0; second < 3600; second += 10) {
    world.AdvanceTo(kMonday + seconds(second));
    std::uint64_t hidden = 0;
    std::uint64_t visible = 0;
    for (const LiveCall& live : world.LiveCalls()) {
      (live.phase == Phase::kWaiting ? hidden : visible) += 1;
    }
    EXPECT_EQ(CallRows(world, "cid_num").size(), visible);
    most_hidden = std::max(most_hidden, hidden);
  }
  EXPECT_GT(most_hidden, 5u);
  EXPECT_GT(world.truth().Total(Direction::kInbound).unseen, 0u);
}

void ExpectLocalCalls(bool own_call_ids) {
  Parameters parameters = Plain(0, 0);
  parameters.quirks.local_with_own_call_ids = own_call_ids ? 1 : 0;
  World world(parameters);
  std::size_t seen = 0;
  for (int minute = 0; minute < 120; ++minute) {
    world.AdvanceTo(kMonday + minutes(minute));
    const auto calls = CallRows(world, "cid_num");
    EXPECT_EQ(calls.size(), world.LiveCalls().size());
    for (const auto& [caller, rows] : calls) {
      ASSERT_EQ(rows.size(), 2u);
      EXPECT_EQ(Values(rows, "call_state").size(), 1u);
      EXPECT_EQ(Values(rows, "direction"), std::set<std::string>{"local"});
      EXPECT_EQ(Values(rows, "call_id").size(), own_call_ids ? 2u : 1u);
      EXPECT_EQ(Values(rows, "extension"),
                (std::set<std::string>{caller, rows[0].at("b_cid_num")}));
      ++seen;
    }
  }
  EXPECT_GT(seen, 20u);
}

TEST(Course, LocalCallsHaveTwoRows) { ExpectLocalCalls(false); }

TEST(Course, LocalCallsMayHaveACallIdPerSide) { ExpectLocalCalls(true); }

TEST(Course, TransfersMoveACallToAnotherPhone) {
  for (const bool new_call_id : {false, true}) {
    Parameters parameters = Plain(1, 0);
    parameters.transferred = 1;
    parameters.quirks.transfers_with_new_call_id = new_call_id ? 1 : 0;
    const auto calls = Finished(parameters, hours(4));
    EXPECT_GT(Count(calls, [](const TrueCall& c) { return c.transferred; }),
              50);
    for (const TrueCall& call : calls) {
      if (!call.transferred) continue;
      EXPECT_EQ(call.rows, 2);
      EXPECT_EQ(call.call_ids, new_call_id ? 2 : 1);
    }
  }
}

TEST(Course, TheOtherPhoneRingsBeforeItTakesOver) {
  Parameters parameters = Plain(1, 0);
  parameters.transferred = 1;
  World world(parameters);
  int handing_over = 0;
  for (int second = 0; second < 3600; second += 10) {
    world.AdvanceTo(kMonday + seconds(second));
    for (const auto& [caller, rows] : CallRows(world, "cid_num")) {
      EXPECT_LE(rows.size(), 2u);
      if (rows.size() < 2) continue;
      EXPECT_EQ(Values(rows, "call_state"),
                (std::set<std::string>{"ONCALL", "RINGING"}));
      ++handing_over;
    }
  }
  EXPECT_GT(handing_over, 5);
}

TEST(Course, SupervisorsAreExtraRowsThatTalk) {
  for (const bool own_call_id : {false, true}) {
    Parameters parameters = Plain(1, 0);
    parameters.listened_to = 1;
    parameters.quirks.listeners_with_own_call_id = own_call_id ? 1 : 0;
    World world(parameters);
    int listening = 0;
    for (int second = 0; second < 3600; second += 10) {
      world.AdvanceTo(kMonday + seconds(second));
      for (const auto& [caller, rows] : CallRows(world, "cid_num")) {
        if (rows.size() < 2) continue;
        ++listening;
        EXPECT_EQ(Values(rows, "call_state"), std::set<std::string>{"ONCALL"});
        EXPECT_EQ(Values(rows, "call_id").size(), own_call_id ? 2u : 1u);
      }
    }
    EXPECT_GT(listening, 10);
  }
}

TEST(Course, SomeUnansweredCallersCallAgain) {
  Parameters parameters = Plain(1, 0);
  parameters.inbound_answered = 0;
  const auto once = Finished(parameters, hours(10)).size();
  parameters.redials = 0.5;
  const auto again = Finished(parameters, hours(10)).size();
  // Each call causes half another one, and so on: twice as many in all.
  EXPECT_NEAR(static_cast<double>(again) / static_cast<double>(once), 2, 0.4);
}

TEST(Course, NobodyPicksUpAtAVoicemailOnlyTenant) {
  Parameters parameters = Plain(1, 0);
  parameters.to_extension = 0.3;
  parameters.to_ring_group = 0.3;
  parameters.voicemail_only = 1;
  const auto calls = Finished(parameters, hours(3));
  EXPECT_GT(calls.size(), 50u);
  for (const TrueCall& call : calls) EXPECT_EQ(call.answer, kNever);
}

TEST(Course, CallTimeMovesOnAnswerOnlyIfConfigured) {
  for (const bool moves : {false, true}) {
    Parameters parameters = Plain(0, 1);
    parameters.calls_per_extension_hour = 10;
    parameters.quirks.call_time_moves_on_answer = moves;
    World world(parameters);
    world.AdvanceTo(kMonday + minutes(30));
    std::map<Time, int> expected;
    for (const LiveCall& live : world.LiveCalls()) {
      const bool answered = live.phase == Phase::kTalking;
      ++expected[moves && answered ? live.call.answer : live.call.start];
    }
    std::map<Time, int> shown;
    for (const Leg& leg : world.board().legs) {
      if (leg.extension != kNone) ++shown[leg.call_time];
    }
    EXPECT_EQ(shown, expected);
    EXPECT_FALSE(shown.empty());
  }
}

}  // namespace
}  // namespace pitel::simulation
