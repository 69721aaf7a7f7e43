#include "simulator/world.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "simulator/parsed_response.h"
#include "simulator/rhythm.h"
#include "simulator/sample_worlds.h"
#include "simulator/truth_json.h"

namespace pitel::simulation {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

std::string Everything(const World& world) {
  return RenderToString(world) + RenderTruth(world);
}

TEST(World, IsTheSameHoweverItsTimeAdvances) {
  const Time end = kMonday + minutes(30);
  World in_one_step(Mixed());
  in_one_step.AdvanceTo(end);

  World in_many(Mixed());
  Random random(5);
  for (Time time = kMonday; time < end;
       time += random.Exponential(seconds(3))) {
    in_many.AdvanceTo(time);
  }
  in_many.AdvanceTo(end);
  in_many.AdvanceTo(end - minutes(1));  // changes nothing

  EXPECT_EQ(Everything(in_one_step), Everything(in_many));
  EXPECT_EQ(in_one_step.truth().finished(), in_many.truth().finished());
  EXPECT_GT(in_one_step.truth().finished().size(), 500u);
}

TEST(World, EqualConditionsAtEqualTimesKeepWorldsEqual) {
  const auto run = [](Duration step) {
    World world(Mixed());
    const auto until = [&](Time time) {
      for (Time t = world.now(); t < time; t += step) world.AdvanceTo(t);
      world.AdvanceTo(time);
    };
    until(kMonday + minutes(5));
    world.StartBacklog(2, 12, 3, seconds(90));
    until(kMonday + minutes(6));
    world.CrashServer(1, minutes(2), hours(1));
    until(kMonday + minutes(20));
    return Everything(world);
  };
  EXPECT_EQ(run(seconds(7)), run(minutes(4)));
}

TEST(World, OtherSeedsMakeOtherWorlds) {
  Parameters other = Mixed();
  other.seed = 2;
  World a(Mixed());
  World b(other);
  a.AdvanceTo(kMonday + minutes(10));
  b.AdvanceTo(kMonday + minutes(10));
  EXPECT_NE(RenderToString(a), RenderToString(b));
}

TEST(World, ConditionsOfATenantDoNotAffectOthers) {
  World touched(Mixed());
  World untouched(Mixed());
  touched.StartBacklog(0, 50, 5, minutes(3));
  touched.AdvanceTo(kMonday + minutes(20));
  untouched.AdvanceTo(kMonday + minutes(20));
  for (std::uint32_t tenant = 1; tenant < 8; ++tenant) {
    for (const Direction direction : kDirections) {
      EXPECT_EQ(touched.truth().Of(tenant, direction),
                untouched.truth().Of(tenant, direction));
    }
  }
}

// At many times, every call of every tenant and direction is live or over.
TEST(World, CallsAreConserved) {
  World world(Mixed());
  for (int minute = 1; minute <= 60; ++minute) {
    world.AdvanceTo(kMonday + minutes(minute));
    if (minute == 30) world.CrashServer(0, minutes(3), minutes(20));
    std::map<std::pair<std::uint32_t, Direction>, Counts> live;
    for (const LiveCall& each : world.LiveCalls()) {
      Counts& counts = live[{each.call.tenant, each.call.direction}];
      if (each.call.answer != kNever) {
        ++counts.answered;
      } else if (each.call.start != kNever) {
        ++counts.started;
      }
      EXPECT_EQ(each.phase == Phase::kTalking, each.call.answer != kNever);
    }
    for (std::uint32_t tenant = 0; tenant < 8; ++tenant) {
      for (const Direction direction : kDirections) {
        const Counts& counts = world.truth().Of(tenant, direction);
        const Counts& now = live[{tenant, direction}];
        EXPECT_EQ(counts.started,
                  counts.answered + counts.unanswered + now.started);
        EXPECT_EQ(counts.answered, counts.ended + now.answered);
      }
    }
  }
  EXPECT_GT(world.truth().Total(Direction::kInbound).ended, 500u);
}

TEST(World, RowsShowTheCallsThatAreThere) {
  World world(Mixed());
  for (int minute = 1; minute <= 60; ++minute) {
    world.AdvanceTo(kMonday + minutes(minute));
    std::uint64_t ringing = 0;
    std::uint64_t talking = 0;
    std::uint64_t most_rows = 0;
    for (const LiveCall& live : world.LiveCalls()) {
      ringing += live.phase == Phase::kRinging ? 1 : 0;
      talking += live.phase == Phase::kTalking ? 1 : 0;
      most_rows += live.call.rows;
    }
    std::uint64_t rows_ringing = 0;
    std::uint64_t rows_oncall = 0;
    const auto response = RowsOf(world);
    for (const Row& row : response.rows) {
      rows_ringing += row.at("call_state") == "RINGING" ? 1 : 0;
      rows_oncall += row.at("call_state") == "ONCALL" ? 1 : 0;
    }
    EXPECT_EQ(response.rows.size(), 600u);
    EXPECT_EQ(response.total, 600u);
    EXPECT_GE(rows_ringing, ringing);
    EXPECT_GE(rows_oncall, talking);
    EXPECT_LE(rows_ringing + rows_oncall, most_rows);
  }
}

TEST(World, MomentsOfACallAreInOrder) {
  World world(Mixed());
  world.AdvanceTo(kMonday + hours(1));
  for (const TrueCall& call : world.truth().finished()) {
    EXPECT_LE(call.arrival, call.end);
    if (call.start == kNever) {
      EXPECT_EQ(call.answer, kNever);
      EXPECT_EQ(call.rows, 0);
      continue;
    }
    EXPECT_LE(call.arrival, call.start);
    EXPECT_GE(call.rows, 1);
    EXPECT_GE(call.call_ids, 1);
    if (call.answer == kNever) {
      EXPECT_EQ(call.cause, EndCause::kGaveUp);
    } else {
      EXPECT_EQ(call.cause, EndCause::kHungUp);
      EXPECT_LT(call.start, call.answer);
      EXPECT_LE(call.answer, call.end);
    }
  }
}

TEST(World, CallsArriveAtTheConfiguredRate) {
  Parameters parameters = Plain(0.6, 0.3);
  parameters.calls_per_extension_hour = 2;
  parameters.extensions = 2000;
  World world(parameters);
  world.AdvanceTo(kMonday + hours(2));
  std::map<Direction, double> arrivals;
  for (const Direction direction : kDirections) {
    const Counts total = world.truth().Total(direction);
    arrivals[direction] = static_cast<double>(total.started + total.unseen);
  }
  const double expected = 2000 * 2 * 2;
  // Five standard deviations; the calls under way are counted as started, and
  // a local call is not made if both draws hit one phone (1 of 2000).
  EXPECT_NEAR(arrivals[Direction::kInbound], 0.6 * expected,
              5 * std::sqrt(0.6 * expected));
  EXPECT_NEAR(arrivals[Direction::kOutbound], 0.3 * expected,
              5 * std::sqrt(0.3 * expected));
  EXPECT_NEAR(arrivals[Direction::kLocal], 0.1 * expected,
              5 * std::sqrt(0.1 * expected));
}

TEST(World, CallsRingAndLastAsConfigured) {
  Parameters parameters = Plain(0, 1);
  parameters.extensions = 2000;
  World world(parameters);
  world.AdvanceTo(kMonday + hours(12));
  double answered = 0;
  double calls = 0;
  double ring = 0;
  double talk = 0;
  for (const TrueCall& call : world.truth().finished()) {
    // Those of the last hours are left out: only the short ones are over.
    if (call.arrival > kMonday + hours(9)) continue;
    ++calls;
    EXPECT_LE(call.end - call.start, hours(3));
    if (call.answer == kNever) continue;
    ++answered;
    ring += std::chrono::duration<double>(call.answer - call.start).count();
    talk += std::chrono::duration<double>(call.end - call.answer).count();
    EXPECT_LE(call.answer - call.start, seconds(60));
  }
  EXPECT_NEAR(answered / calls, 0.55, 5 * std::sqrt(0.55 * 0.45 / calls));
  EXPECT_NEAR(ring / answered, 12, 5 * 8.2 / std::sqrt(answered));
  EXPECT_NEAR(talk / answered, 180, 5 * 236 / std::sqrt(answered));
}

TEST(World, FollowsTheRhythmOfTheDay) {
  const seconds offset = hours(7);
  EXPECT_DOUBLE_EQ(Rhythm(kMonday + hours(1), offset), 1);  // 10:00
  EXPECT_LT(Rhythm(kMonday + hours(18), offset), 0.03);     // 03:00
  EXPECT_LT(Rhythm(kMonday + hours(3), offset),             // lunch
            Rhythm(kMonday + hours(6), offset));
  EXPECT_LT(Rhythm(kMonday - hours(24), offset), 0.25);  // Sunday

  Parameters parameters = Plain(0.6, 0.3);
  parameters.rhythm = true;
  parameters.extensions = 1000;
  World world(parameters);
  const auto arrivals = [&world] {
    double sum = 0;
    for (const Direction direction : kDirections) {
      const Counts total = world.truth().Total(direction);
      sum += static_cast<double>(total.started + total.unseen);
    }
    return sum;
  };
  world.AdvanceTo(kMonday + hours(1));
  const double morning = arrivals();
  world.AdvanceTo(kMonday + hours(17));
  const double day = arrivals();
  world.AdvanceTo(kMonday + hours(18));
  const double night = arrivals() - day;
  EXPECT_NEAR(morning, 990, 5 * std::sqrt(990));
  EXPECT_LT(night, morning / 20);
}

TEST(World, KeepsNoFinishedCallsUnlessConfigured) {
  Parameters parameters = Mixed();
  parameters.keep_finished_calls = false;
  World world(parameters);
  world.AdvanceTo(kMonday + minutes(20));
  EXPECT_TRUE(world.truth().finished().empty());
  EXPECT_GT(world.truth().Total(Direction::kInbound).ended, 0u);
}

}  // namespace
}  // namespace pitel::simulation
