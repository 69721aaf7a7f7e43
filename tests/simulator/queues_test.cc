// The queues of the world and their rows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "simulator/queue_rows.h"
#include "simulator/sample_worlds.h"

namespace pitel::simulation {
namespace {

using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::HasSubstr;

std::map<QueueStatus, int> CountByStatus(const World& world) {
  std::map<QueueStatus, int> counts;
  for (const QueueMember& member : world.QueueMembers()) {
    ++counts[member.status];
  }
  return counts;
}

TEST(Queues, ListCallersUntilTheyAreGone) {
  Parameters parameters = Queues();
  parameters.calls_per_extension_hour = 12;
  World world(parameters);
  world.AdvanceTo(kMonday + minutes(20));
  const auto counts = CountByStatus(world);
  for (const auto status : {QueueStatus::kTrying, QueueStatus::kAnswered,
                            QueueStatus::kAbandoned}) {
    EXPECT_GT(counts.count(status), 0u) << static_cast<int>(status);
  }
  for (const QueueMember& member : world.QueueMembers()) {
    const bool abandoned = member.status == QueueStatus::kAbandoned;
    EXPECT_EQ(member.abandoned != kNever, abandoned);
    EXPECT_EQ(member.bridged != kNever,
              member.status == QueueStatus::kAnswered);
    EXPECT_LE(member.joined, world.now());
    EXPECT_TRUE(!abandoned || member.abandoned > world.now() - seconds(60));
  }
}

TEST(Queues, CountEachCallerInTheTruth) {
  Parameters parameters = Queues();
  World world(parameters);
  world.AdvanceTo(kMonday + minutes(60));
  QueueTruth total;
  std::uint64_t waiting = 0;
  for (std::uint32_t i = 0; i < world.directory().tenants()[0].queues.size();
       ++i) {
    const QueueTruth queue = world.truth().OfQueue(0, i);
    total.joined += queue.joined;
    total.answered += queue.answered;
    total.abandoned += queue.abandoned;
  }
  for (const QueueMember& member : world.QueueMembers()) {
    waiting += member.status == QueueStatus::kWaiting ||
               member.status == QueueStatus::kTrying;
  }
  EXPECT_GT(total.answered, 10u);
  EXPECT_GT(total.abandoned, 0u);
  EXPECT_EQ(total.joined, total.answered + total.abandoned + waiting);
}

TEST(Queues, FillWhileAllPhonesAreBusy) {
  Parameters parameters = Queues();
  parameters.calls_per_extension_hour = 12;
  World world(parameters);
  world.AdvanceTo(kMonday + minutes(20));
  world.MakeBusy(0, minutes(10));
  world.AdvanceTo(kMonday + minutes(22));
  auto counts = CountByStatus(world);
  EXPECT_EQ(counts[QueueStatus::kTrying], 0);
  EXPECT_GT(counts[QueueStatus::kWaiting], 3);
  world.AdvanceTo(kMonday + minutes(31));
  EXPECT_GT(CountByStatus(world)[QueueStatus::kTrying], 0);
}

TEST(Queues, TakeCallersBackWhoRejoin) {
  Parameters parameters = Queues();
  parameters.calls_per_extension_hour = 12;
  parameters.rejoins = 1;
  World world(parameters);
  int rejoined = 0;
  for (int minute = 1; minute <= 30; ++minute) {
    world.AdvanceTo(kMonday + minutes(minute));
    std::map<std::uint64_t, int> rows;
    for (const QueueMember& member : world.QueueMembers()) {
      EXPECT_EQ(++rows[member.key], 1) << "one row each";
      if (member.rejoined == kNever) continue;
      ++rejoined;
      EXPECT_LT(member.joined, member.abandoned);
      EXPECT_LT(member.abandoned, member.status == QueueStatus::kAbandoned
                                      ? kNever
                                      : member.rejoined);
    }
  }
  EXPECT_GT(rejoined, 0);
}

TEST(QueueRows, HaveEveryField) {
  const World world(Queues());
  QueueMember member;
  member.status = QueueStatus::kAnswered;
  member.agent = 3;
  member.customer = 42;
  member.key = 7;
  member.joined = kMonday;
  member.bridged = kMonday + microseconds(1'500'000);
  const std::string json = RenderQueueRows(world.directory(), {member}, {});
  for (const char* part :
       {R"({"data":[{"call_center_queue_uuid":")",
        R"("call_center_queue_name":"Queue )",
        R"("call_center_agent_name":"Nhân viên 0000003","mobile":"0900000042")",
        R"("status":"Answered","joined_time":"2024-05-06T09:00:00+07:00")",
        R"("abandoned_time":"1970-01-01T08:00:00+08:00")",
        R"("bridged_time":"2024-05-06T09:00:01.5+07:00")",
        R"("rejoined_time":"1970-01-01T08:00:00+08:00","call_uuid":")"}) {
    EXPECT_THAT(json, HasSubstr(part));
  }
  EXPECT_THAT(
      RenderQueueRows(world.directory(), {member}, {seconds(-16'200), true}),
      HasSubstr(R"("bridged_time":"2024-05-05T21:30:01-04:30")"));
  EXPECT_EQ(RenderQueueRows(world.directory(), {}, {}), R"({"data":null})");
}

}  // namespace
}  // namespace pitel::simulation
