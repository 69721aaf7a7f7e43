// Whatever the API does, the counters add up and never count calls that did not
// happen.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

#include "accuracy/exporter_view.h"
#include "accuracy/worlds.h"
#include "simulator/random.h"
#include "simulator/world.h"

namespace pitel::accuracy {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// Started calls that still ring, and answered ones that are still there.
struct Present {
  std::uint64_t ringing = 0;
  std::uint64_t oncall = 0;
};
using PresentByTenant =
    std::map<std::uint32_t, std::array<Present, kDirections>>;

PresentByTenant PresentCalls(const CallMonitor& monitor) {
  PresentByTenant present;
  for (const KnownCall& call : monitor.history().tracker.calls()) {
    if (call.standing != KnownCall::Standing::kStarted) continue;
    Present& calls =
        present[call.tenant][static_cast<std::size_t>(call.direction)];
    ++(call.was_oncall ? calls.oncall : calls.ringing);
  }
  return present;
}

std::uint64_t CountOf(const HistogramValue& histogram) {
  return histogram.buckets.back().cumulative_count;
}

void ExpectEquations(const CallMonitor& monitor) {
  const auto present = PresentCalls(monitor);
  std::array<std::uint64_t, kDirections> ended{};
  for (const auto& [name, tenant] :
       monitor.history().tracker.totals().tenants) {
    const auto calls = present.find(tenant.id);
    for (std::size_t d = 0; d < kDirections; ++d) {
      const CallCounts& counts = tenant.counts[d];
      const Present here =
          calls == present.end() ? Present{} : calls->second[d];
      EXPECT_EQ(counts.started, counts.answered + counts.unanswered +
                                    counts.lost_ringing + here.ringing)
          << name << " " << d;
      EXPECT_EQ(counts.answered,
                counts.ended + counts.lost_oncall + here.oncall)
          << name << " " << d;
      ended[d] += counts.ended;
    }
    EXPECT_EQ(CountOf(tenant.wait), tenant.counts[0].answered) << name;
  }
  for (std::size_t d = 0; d < kDirections; ++d) {
    EXPECT_EQ(CountOf(monitor.history().tracker.totals().duration[d]), ended[d])
        << d;
  }
}

// All times observed since `before` are from 0 to `longest` seconds.
void ExpectObservations(const HistogramValue& before,
                        const HistogramValue& after, double longest) {
  std::uint64_t below = 0;
  for (std::size_t i = 0; i < after.buckets.size(); ++i) {
    const std::uint64_t more =
        after.buckets[i].cumulative_count - before.buckets[i].cumulative_count;
    EXPECT_LE(before.buckets[i].cumulative_count,
              after.buckets[i].cumulative_count);
    EXPECT_LE(below, more);
    below = more;
  }
  const double sum = after.sum - before.sum;
  EXPECT_GE(sum, -1e-6);
  EXPECT_LE(sum, longest * static_cast<double>(below) + 1e-6);
}

using Counter = std::uint64_t CallCounts::*;
constexpr Counter kCounters[] = {
    &CallCounts::started, &CallCounts::answered,     &CallCounts::unanswered,
    &CallCounts::ended,   &CallCounts::lost_ringing, &CallCounts::lost_oncall};

void ExpectNoDecrease(const CallTotals& before, const CallTotals& after,
                      double longest) {
  for (const auto& [name, tenant] : before.tenants) {
    const auto now = after.tenants.find(name);
    ASSERT_NE(now, after.tenants.end()) << name;
    for (std::size_t d = 0; d < kDirections; ++d) {
      for (const Counter counter : kCounters) {
        EXPECT_LE(tenant.counts[d].*counter, now->second.counts[d].*counter);
      }
    }
    ExpectObservations(tenant.wait, now->second.wait, longest);
  }
  for (std::size_t d = 0; d < kDirections; ++d) {
    ExpectObservations(before.duration[d], after.duration[d], longest);
  }
}

std::uint64_t Sum(const CallTotals& totals, Counter counter) {
  std::uint64_t sum = 0;
  for (const auto& [name, tenant] : totals.tenants) {
    for (const CallCounts& counts : tenant.counts) sum += counts.*counter;
  }
  return sum;
}

// An exporter that polls a platform on which much goes wrong.
class TroubledPlatform {
 public:
  TroubledPlatform(const simulation::Parameters& parameters, seconds interval)
      : world_(parameters),
        rules_(DefaultRules(interval)),
        exporter_(world_, rules_),
        dice_(parameters.seed) {}

  const World& world() const { return world_; }
  const CallTotals& totals() const {
    return exporter_.monitor().history().tracker.totals();
  }

  // Polls once, perhaps late, perhaps with an incomplete response.
  void Poll() {
    const CallTotals before = totals();
    Wait(before.tenants.empty() ? 1 : 1 + SkippedPolls());
    if (dice_.Below(400) == 0) Crash();
    if (Receive(before)) {
      if (since_complete_ > Gap()) {
        ExpectUnchanged(before, {&CallCounts::started, &CallCounts::answered,
                                 &CallCounts::unanswered, &CallCounts::ended});
      }
      since_complete_ = {};
    } else {
      ExpectUnchanged(before, {&CallCounts::started, &CallCounts::unanswered,
                               &CallCounts::ended, &CallCounts::lost_ringing,
                               &CallCounts::lost_oncall});
    }
    ExpectEquations(exporter_.monitor());
    const Duration age = world_.now() - world_.parameters().begin;
    ExpectNoDecrease(before, totals(),
                     std::chrono::duration<double>(age).count());
  }

 private:
  std::chrono::nanoseconds Gap() const {
    return std::max(rules_.interval * 5 / 2, rules_.grace);
  }

  int SkippedPolls() {
    const std::uint32_t fate = dice_.Below(200);
    if (fate <= 1) return fate == 0 ? 10 : 20;
    return fate <= 4 ? 1 : 0;
  }

  void Wait(int intervals) {
    const auto time = intervals * rules_.interval;
    world_.AdvanceTo(world_.now() + std::chrono::duration_cast<Duration>(time));
    since_complete_ += time;
  }

  // Whether the response was complete. An empty one is never repeated: the
  // exporter believes the second of two.
  bool Receive(const CallTotals& before) {
    const std::uint32_t fate = dice_.Below(100);
    if (fate == 0 && !was_empty_) {
      exporter_.PollEmpty();
      ExpectUnchanged(before, {&CallCounts::started, &CallCounts::answered});
      was_empty_ = true;
      return true;
    }
    const bool complete =
        fate <= 2 ? exporter_.Poll(dice_.Below(10)) : exporter_.Poll();
    if (complete) was_empty_ = false;
    return complete;
  }

  void Crash() {
    world_.CrashServer(dice_.Below(world_.parameters().servers), minutes(1),
                       minutes(40));
  }

  void ExpectUnchanged(const CallTotals& before,
                       std::initializer_list<Counter> counters) const {
    for (const Counter counter : counters) {
      EXPECT_EQ(Sum(before, counter), Sum(totals(), counter));
    }
  }

  World world_;
  const CallRules rules_;
  ExporterView exporter_;
  simulation::Random dice_;
  std::chrono::nanoseconds since_complete_{};
  bool was_empty_ = false;
};

constexpr int kPolls = 1500;

class Invariants : public testing::TestWithParam<int> {};

TEST_P(Invariants, HoldAfterEveryPoll) {
  simulation::Parameters parameters = WorkingDay(300);
  parameters.seed = static_cast<std::uint64_t>(GetParam());
  TroubledPlatform platform(parameters, seconds(GetParam()));
  for (int i = 0; i < kPolls && !HasFailure(); ++i) {
    SCOPED_TRACE(i);
    platform.Poll();
  }
  const CallTotals& totals = platform.totals();
  for (const Counter counter : kCounters) EXPECT_GT(Sum(totals, counter), 0u);
}

// After outages and with ghosts, nothing counts that did not happen.
TEST_P(Invariants, NothingCountsThatDidNotHappen) {
  simulation::Parameters parameters = OneIdEach(300);
  parameters.to_ring_group = 0.7;  // and none to queues: nobody waits unseen
  parameters.seed = static_cast<std::uint64_t>(GetParam());
  TroubledPlatform platform(parameters, seconds(GetParam()));
  const World& world = platform.world();
  for (int i = 0; i < kPolls && !HasFailure(); ++i) {
    SCOPED_TRACE(i);
    platform.Poll();
    const auto& tenants = world.directory().tenants();
    for (std::uint32_t t = 0; t < tenants.size(); ++t) {
      const auto counted = platform.totals().tenants.find(tenants[t].name);
      if (counted == platform.totals().tenants.end()) continue;
      for (const auto direction : simulation::kDirections) {
        const auto& really = world.truth().Of(t, direction);
        const CallCounts& counts =
            counted->second.counts[static_cast<std::size_t>(direction)];
        EXPECT_LE(counts.started, really.started);
        EXPECT_LE(counts.answered, really.answered);
        EXPECT_LE(counts.ended, really.ended);
      }
    }
  }
  EXPECT_GT(Sum(platform.totals(), &CallCounts::started), 500u);
}

INSTANTIATE_TEST_SUITE_P(Intervals, Invariants, testing::Values(2, 5, 10, 15),
                         [](const auto& instance) {
                           return std::to_string(instance.param) + "s";
                         });

TEST(Restart, CountsNothingOfTheCallsThatAreThere) {
  World world(WorkingDay(300));
  world.AdvanceTo(world.parameters().begin + hours(1));
  ExporterView exporter(world, DefaultRules(seconds(10)));
  exporter.Poll();
  EXPECT_GT(exporter.monitor().history().tracker.calls().size(), 20u);
  EXPECT_FALSE(exporter.monitor().history().tracker.totals().tenants.empty());
  for (const Counter counter : kCounters) {
    EXPECT_EQ(Sum(exporter.monitor().history().tracker.totals(), counter), 0u);
  }
}

}  // namespace
}  // namespace pitel::accuracy
