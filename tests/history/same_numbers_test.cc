// The exporter's numbers for one platform, with plain and with quirky values.
#include <gtest/gtest.h>

#include <cstdlib>
#include <sstream>
#include <string>

#include "history/polled_target.h"
#include "simulator/quirky_response.h"
#include "simulator/rows.h"
#include "simulator/sample_worlds.h"

namespace pitel::history {
namespace {

using simulation::kMonday;
using simulation::QuirkyResponse;
using simulation::World;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr seconds kInterval(10);

std::string PlainResponse(const World& world) {
  std::string buffer;
  std::string json;
  simulation::RenderRows(world.directory(), world.board(), {}, buffer,
                         [&json](std::string_view chunk) {
                           json += chunk;
                           return true;
                         });
  return json;
}

// The sum of a family's series.
double Sum(const std::string& samples, const std::string& family) {
  double sum = 0;
  std::istringstream lines(samples);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(family + "{")) {
      sum += std::strtod(&line[line.rfind(' ')], nullptr);
    }
  }
  return sum;
}

// Quirky values have another length.
std::string WithoutSize(std::string samples) {
  const auto start = samples.find("pitel_api_response_size_bytes");
  return samples.erase(start, samples.find('\n', start) + 1 - start);
}

// Two targets that poll one world at the same moments.
class SameNumbers : public testing::Test {
 protected:
  // Polls with both targets and checks that their samples are the same.
  void PollAt(simulation::Time time) {
    world_.AdvanceTo(time);
    const auto now = time.time_since_epoch();
    const Moment sent{SteadyTime(now), WallTime(now)};
    const std::string plain = PlainResponse(world_);
    QuirkyResponse quirky(++polls_, hours(7));
    const std::string other(quirky.Rewrite(plain));
    ASSERT_NE(plain, other);
    plain_.Succeed(plain, sent, seconds(1), 0);
    quirky_.Succeed(other, sent, seconds(1), 0);
    samples_ = WithoutSize(plain_.Samples(sent.steady));
    ASSERT_EQ(WithoutSize(quirky_.Samples(sent.steady)), samples_)
        << other.substr(0, 20000);
  }

  World world_{simulation::Mixed(300)};
  PolledTarget plain_{"t", kInterval};
  PolledTarget quirky_{"t", kInterval};
  std::uint64_t polls_ = 0;
  std::string samples_;
};

TEST_F(SameNumbers, OverHalfAnHour) {
  double callers = 0;
  for (auto time = kMonday; time < kMonday + minutes(30); time += kInterval) {
    ASSERT_NO_FATAL_FAILURE(PollAt(time));
    callers += Sum(samples_, "pitel_ringing_callers");
  }
  EXPECT_GT(callers, 100);
  EXPECT_GT(Sum(samples_, "pitel_call_wait_seconds_count"), 50);
  EXPECT_GT(Sum(samples_, "pitel_call_duration_seconds_count"), 50);
}

TEST_F(SameNumbers, DuringABacklogAndCrashes) {
  const auto start = kMonday + minutes(10);
  PollAt(start);
  world_.StartBacklog(0, 9, 3, minutes(2));
  PollAt(start + kInterval);
  EXPECT_GE(Sum(samples_, "pitel_ringing_callers"), 9);
  for (std::uint32_t server = 0; server < 4; ++server) {
    world_.CrashServer(server, seconds(15), seconds(0));
  }
  PollAt(start + 2 * kInterval);
  EXPECT_EQ(Sum(samples_, "pitel_api_rows"), 0);
  PollAt(start + 3 * kInterval);
  PollAt(start + 4 * kInterval);
  EXPECT_GE(Sum(samples_, "pitel_api_rows"), 300);
}

}  // namespace
}  // namespace pitel::history
