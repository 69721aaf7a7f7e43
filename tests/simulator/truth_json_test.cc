#include "simulator/truth_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/pen.h"
#include "simulator/sample_worlds.h"

namespace pitel::simulation {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using testing::HasSubstr;

TEST(TruthJson, StatesAnEmptyWorld) {
  const std::string none =
      R"({"started":0,"answered":0,"unanswered":0,"ended":0,"unseen":0})";
  const std::string directions =
      R"("inbound":)" + none + R"(,"outbound":)" + none + R"(,"local":)" + none;
  const World world(Plain(1, 0));
  std::string queues;
  for (std::uint32_t i = 0; i < 2; ++i) {
    char uuid[36];
    Pen(uuid).Write(QueueUuid(world.directory().tenants()[0], i));
    queues += (i == 0 ? R"({"queue":")" : R"(,{"queue":")") +
              std::string(uuid, sizeof uuid) +
              R"(","waiting":0,"oldest_wait_seconds":0.000,"joined":0,)"
              R"("answered":0,"abandoned":0})";
  }
  EXPECT_EQ(RenderTruth(world),
            R"({"now":1714960800.000,"ghost_rows":0,"totals":{)" + directions +
                R"(},"tenants":[)"
                "\n"
                R"({"tenant":"t00001.example.com","extensions":40,)" +
                directions +
                R"(,"ringing_callers":0,"hidden_callers":0,)"
                R"("oldest_wait_seconds":0.000,"active":[],"queues":[)" +
                queues +
                "]}"
                "\n]}\n");
}

TEST(TruthJson, ShowsRingingCallersAndTheirWaits) {
  Parameters parameters = Plain(1, 0);
  parameters.calls_per_extension_hour = 0;
  World world(parameters);
  world.StartBacklog(0, 2, 5, minutes(10));
  world.AdvanceTo(kMonday + seconds(30));
  world.StartBacklog(0, 1, 5, minutes(10));
  world.AdvanceTo(kMonday + seconds(42));
  const std::string json = RenderTruth(world);
  EXPECT_THAT(json, HasSubstr(R"("inbound":{"started":3,"answered":0,)"));
  EXPECT_THAT(json, HasSubstr(R"("ringing_callers":3,"hidden_callers":0,)"
                              R"("oldest_wait_seconds":42.000,)"));
  EXPECT_THAT(json, HasSubstr(R"("active":[{"server":"203.0.113.1",)"
                              R"("direction":"inbound","state":"ringing",)"
                              R"("calls":3}])"));
}

TEST(TruthJson, CountsGhosts) {
  World world(Plain(1, 0));
  world.StartBacklog(0, 4, 2, minutes(10));
  world.CrashServer(0, minutes(1), minutes(10));
  EXPECT_THAT(RenderTruth(world), HasSubstr(R"("ghost_rows":8)"));
}

}  // namespace
}  // namespace pitel::simulation
