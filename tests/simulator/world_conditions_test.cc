#include <gtest/gtest.h>

#include "simulator/parsed_response.h"
#include "simulator/sample_worlds.h"

namespace pitel::simulation {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

std::uint64_t CallRows(const World& world, const std::string& server) {
  std::uint64_t rows = 0;
  for (const Row& row : RowsOf(world).rows) {
    if (!row.at("call_id").empty() && row.at("server_host") == server) ++rows;
  }
  return rows;
}

TEST(Conditions, ABacklogRingsUntilItsCallersGiveUp) {
  Parameters parameters = Plain(1, 0);
  parameters.calls_per_extension_hour = 0;
  World world(parameters);
  world.AdvanceTo(kMonday + minutes(1));
  // 20 callers on 3 phones each, at a tenant with 40: some ring twice at once.
  world.StartBacklog(0, 20, 3, seconds(90));
  for (const Duration age : {seconds(0), seconds(89)}) {
    world.AdvanceTo(kMonday + minutes(1) + age);
    std::map<std::string, int> phones_of_caller;
    for (const Row& row : RowsOf(world).rows) {
      EXPECT_EQ(row.at("call_state"), "RINGING");
      ++phones_of_caller[row.at("cid_num")];
    }
    EXPECT_EQ(phones_of_caller.size(), 20u);
    for (const auto& [caller, phones] : phones_of_caller) EXPECT_EQ(phones, 3);
    EXPECT_EQ(world.LiveCalls().size(), 20u);
    EXPECT_EQ(world.LiveCalls()[0].call.start, kMonday + minutes(1));
  }
  world.AdvanceTo(kMonday + minutes(1) + seconds(90));
  EXPECT_TRUE(world.LiveCalls().empty());
  EXPECT_EQ(world.truth().Total(Direction::kInbound).unanswered, 20u);
  const auto after = RowsOf(world);
  EXPECT_EQ(after.rows.size(), 40u);
  for (const Row& row : after.rows) EXPECT_EQ(row.at("call_id"), "");
}

TEST(Conditions, FewCallOnAHoliday) {
  World world(Plain(1, 0));
  const auto callers_of = [&world](Time end) {
    const auto callers = [&world] {
      const Counts total = world.truth().Total(Direction::kInbound);
      return total.started + total.unseen;
    };
    const auto before = callers();
    world.AdvanceTo(end);
    return static_cast<double>(callers() - before);
  };
  const double usual = callers_of(kMonday + hours(10));
  world.StartHoliday(hours(10));
  EXPECT_LT(callers_of(kMonday + hours(20)), usual / 10);
  EXPECT_GT(callers_of(kMonday + hours(30)), usual * 0.9);
}

TEST(Conditions, GhostsOfACrashStayAndLeave) {
  World world(Mixed());
  world.AdvanceTo(kMonday + minutes(20));
  const std::string server = "203.0.113.1";
  const std::uint64_t rows = CallRows(world, server);
  ASSERT_GT(rows, 5u);
  EXPECT_EQ(world.CrashServer(0, hours(6), hours(2)), rows);
  EXPECT_EQ(world.GhostRows(), rows);
  for (const LiveCall& live : world.LiveCalls()) {
    EXPECT_NE(live.call.server, 0u);
  }
  // Nothing new happens on the server, and the ghosts are as they were.
  world.AdvanceTo(kMonday + minutes(75));
  EXPECT_EQ(CallRows(world, server), rows);
  world.AdvanceTo(kMonday + minutes(110));
  EXPECT_LT(CallRows(world, server), rows);
  EXPECT_GT(CallRows(world, server), 0u);
  world.AdvanceTo(kMonday + minutes(141));
  EXPECT_EQ(CallRows(world, server), 0u);
  EXPECT_EQ(world.GhostRows(), 0u);
}

TEST(Conditions, ACrashEndsItsCallsInTheTruth) {
  World world(Mixed());
  world.AdvanceTo(kMonday + minutes(20));
  std::size_t on_server = 0;
  for (const LiveCall& live : world.LiveCalls()) {
    on_server += live.call.server == 2 ? 1 : 0;
  }
  const std::size_t before = world.truth().finished().size();
  world.CrashServer(2, seconds(30), hours(1));
  ASSERT_GT(on_server, 0u);
  ASSERT_EQ(world.truth().finished().size(), before + on_server);
  for (std::size_t i = before; i < before + on_server; ++i) {
    EXPECT_EQ(world.truth().finished()[i].cause, EndCause::kCrash);
    EXPECT_EQ(world.truth().finished()[i].end, world.now());
  }
}

TEST(Conditions, AServerHandlesCallsAgainAfterItsOutage) {
  Parameters parameters = Plain(1, 0);
  parameters.calls_per_extension_hour = 10;
  World world(parameters);
  world.AdvanceTo(kMonday + minutes(10));
  world.CrashServer(0, minutes(5), Duration(0));
  world.AdvanceTo(kMonday + minutes(15) - seconds(1));
  EXPECT_TRUE(RowsOf(world).rows.empty());  // its only server is down
  EXPECT_TRUE(world.LiveCalls().empty());
  world.AdvanceTo(kMonday + minutes(25));
  EXPECT_EQ(RowsOf(world).rows.size(), 40u);
  EXPECT_FALSE(world.LiveCalls().empty());
}

TEST(Conditions, ALaterOutageIsNotCutShortByAnEarlierOne) {
  World world(Plain(1, 0));
  world.CrashServer(0, minutes(5), Duration(0));
  world.AdvanceTo(kMonday + minutes(4));
  world.CrashServer(0, minutes(5), Duration(0));
  world.AdvanceTo(kMonday + minutes(6));
  EXPECT_FALSE(world.board().server_is_up[0]);
  world.AdvanceTo(kMonday + minutes(9));
  EXPECT_TRUE(world.board().server_is_up[0]);
}

TEST(Conditions, TenantsOnTwoServersGoOnWithTheOther) {
  Parameters parameters = Plain(1, 0);
  parameters.servers = 2;
  parameters.two_servers = 1;
  parameters.calls_per_extension_hour = 10;
  World world(parameters);
  world.CrashServer(1, hours(2), Duration(0));
  world.AdvanceTo(kMonday + hours(1));
  EXPECT_GT(world.truth().Total(Direction::kInbound).started, 100u);
  EXPECT_EQ(RowsOf(world).rows.size(), 40u);
  EXPECT_EQ(CallRows(world, "203.0.113.2"), 0u);
}

TEST(Conditions, PhonesWithAGhostStillTakeCalls) {
  Parameters parameters = Plain(1, 0);
  parameters.calls_per_extension_hour = 20;
  World world(parameters);
  world.AdvanceTo(kMonday + minutes(10));
  world.CrashServer(0, Duration(0), hours(10));
  world.AdvanceTo(kMonday + hours(1));
  const auto response = RowsOf(world);
  EXPECT_GT(response.rows.size(), 40u);  // some have a ghost and a call
  EXPECT_EQ(response.total, response.rows.size());
}

}  // namespace
}  // namespace pitel::simulation
