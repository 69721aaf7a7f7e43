// What the exporter counts of queues, compared with what happened: an hour of
// simulated traffic, polled every 10 s.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <utility>

#include "accuracy/counted.h"
#include "accuracy/exporter_view.h"
#include "queues/queue_monitor.h"
#include "simulator/queue_rows.h"
#include "simulator/world.h"

namespace pitel::accuracy {
namespace {

using simulation::kNever;
using simulation::QueueMember;
using simulation::QueueRowOptions;
using simulation::QueueStatus;
using simulation::Time;
using simulation::World;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Time kBegin = std::chrono::sys_days(std::chrono::year(2024) / 5 / 6);

simulation::Parameters BusyQueues() {
  simulation::Parameters parameters;
  parameters.begin = kBegin;
  parameters.extensions = 400;
  parameters.tenants = 1;
  parameters.rhythm = false;
  parameters.calls_per_extension_hour = 14;
  parameters.to_extension = 0;
  parameters.to_ring_group = 0;
  return parameters;
}

double SecondsBetween(Time begin, Time end) {
  return std::chrono::duration<double>(end - begin).count();
}

// Callers of all queues.
struct Callers {
  std::uint64_t joined = 0;
  std::uint64_t answered = 0;
  std::uint64_t abandoned = 0;
  std::uint64_t lost = 0;
  Times answered_wait;
  Times abandoned_wait;
};

// The exporter's queues slice, polling a simulated platform.
class ExporterOfQueues {
 public:
  ExporterOfQueues(const World& world, const QueueRowOptions& options)
      : world_(world), options_(options) {}

  QueueSnapshot Poll() {
    const std::string document =
        RenderQueueRows(world_.directory(), world_.QueueMembers(), options_);
    TextSource body(document);
    auto response = monitor_.Read(rules_, body);
    EXPECT_TRUE(response.ok());
    const auto now = world_.now().time_since_epoch();
    auto counted = monitor_.Count(rules_, *std::move(response), "t",
                                  {{SteadyTime(now), WallTime(now)}, {}});
    QueueSnapshot snapshot = counted.snapshot;
    monitor_.Commit(std::move(counted));
    return snapshot;
  }

  Callers callers() const {
    Callers callers;
    const QueueTotals& totals = monitor_.history().tracker.totals();
    for (const auto& [labels, id] : totals.ids()) {
      callers.joined += totals[id].joined;
      callers.answered += totals[id].answered;
      callers.abandoned += totals[id].abandoned;
      callers.lost += totals[id].lost;
      AddTimes(totals[id].answered_wait, callers.answered_wait);
      AddTimes(totals[id].abandoned_wait, callers.abandoned_wait);
    }
    return callers;
  }

 private:
  const World& world_;
  const QueueRowOptions options_;
  const QueueRules rules_;
  QueueMonitor monitor_;
};

// Someone who sees every response and knows every caller: what responses could
// show at all.
class OnlookerOfQueues {
 public:
  explicit OnlookerOfQueues(const World& world) : world_(world) {}

  void Look() {
    for (const QueueMember& member : world_.QueueMembers()) {
      if (first_) {
        before_.insert(member.key);
        continue;
      }
      joined_.insert(member.key);
      if (member.status == QueueStatus::kAnswered) answered_.insert(member.key);
      if (member.status == QueueStatus::kAbandoned) {
        abandoned_.insert(member.key);
      }
    }
    first_ = false;
  }

  bool was_there_before(std::uint64_t key) const {
    return before_.count(key) > 0;
  }
  const std::set<std::uint64_t>& joined() const { return joined_; }
  const std::set<std::uint64_t>& answered() const { return answered_; }
  const std::set<std::uint64_t>& abandoned() const { return abandoned_; }

 private:
  const World& world_;
  bool first_ = true;
  std::set<std::uint64_t> before_, joined_, answered_, abandoned_;
};

struct Hour {
  Callers exporter;
  Callers truth;
  Callers shown;  // what responses could show of it
};

// After a quarter of an hour, so that the queues are full.
Hour PollForAnHour(const QueueRowOptions& options) {
  World world(BusyQueues());
  ExporterOfQueues exporter(world, options);
  OnlookerOfQueues onlooker(world);
  const Time first = kBegin + minutes(15);
  Time time = first;
  for (; time <= first + hours(1); time += seconds(10)) {
    world.AdvanceTo(time);
    exporter.Poll();
    onlooker.Look();
  }
  const Time last = time - seconds(10);
  Hour hour{exporter.callers(), {}, {}};
  const auto happened = [&](Time moment) {
    return moment != kNever && moment > first && moment <= last;
  };
  const auto add = [&](const simulation::TrueCall& call) {
    if (call.queue == simulation::kNone) return;
    const bool is_over = call.end != kNever;
    if (happened(call.arrival)) ++hour.truth.joined;
    if (happened(call.answer)) {
      ++hour.truth.answered;
      hour.truth.answered_wait.Observe(
          SecondsBetween(call.arrival, call.answer));
    } else if (is_over && call.answer == kNever && happened(call.end)) {
      ++hour.truth.abandoned;
      hour.truth.abandoned_wait.Observe(SecondsBetween(call.arrival, call.end));
    }
  };
  for (const auto& call : world.truth().finished()) add(call);
  for (const auto& live : world.LiveCalls()) add(live.call);
  const auto count_new = [&](const std::set<std::uint64_t>& keys) {
    std::uint64_t count = 0;
    for (const auto key : keys) count += !onlooker.was_there_before(key);
    return count;
  };
  hour.shown.joined = count_new(onlooker.joined());
  return hour;
}

TEST(QueueAccuracy, CountsEveryCallerThatAResponseCouldShow) {
  const Hour hour = PollForAnHour({});
  ASSERT_GT(hour.truth.joined, 2000u);
  ASSERT_GT(hour.truth.abandoned, 100u);
  EXPECT_EQ(hour.exporter.joined, hour.shown.joined);
  // Whoever gives up is listed for a minute.
  EXPECT_EQ(hour.exporter.abandoned, hour.truth.abandoned);
  // Between two responses, a caller can be answered and hang up: its row is
  // gone. If a response showed it waiting, it is lost; the last three
  // responses leave that open.
  const auto unseen = hour.truth.answered - hour.exporter.answered;
  EXPECT_LE(hour.exporter.lost, unseen);
  EXPECT_LE(static_cast<double>(unseen),
            0.02 * static_cast<double>(hour.truth.answered));
  EXPECT_LE(hour.truth.joined - hour.exporter.joined, unseen);
}

TEST(QueueAccuracy, MeasuresWaitsAsTheyWere) {
  const Hour hour = PollForAnHour({});
  EXPECT_NEAR(hour.exporter.answered_wait.mean(),
              hour.truth.answered_wait.mean(), 0.5);
  EXPECT_NEAR(100 * hour.exporter.answered_wait.share_within_20_s(),
              100 * hour.truth.answered_wait.share_within_20_s(), 0.2);
  EXPECT_NEAR(hour.exporter.abandoned_wait.mean(),
              hour.truth.abandoned_wait.mean(), 1e-3);
  EXPECT_EQ(hour.exporter.abandoned_wait.within_20_s,
            hour.truth.abandoned_wait.within_20_s);
}

TEST(QueueAccuracy, MeasuresWaitsToASecondIfTimesAreWholeSeconds) {
  QueueRowOptions options;
  options.whole_seconds = true;
  const Hour hour = PollForAnHour(options);
  EXPECT_NEAR(hour.exporter.answered_wait.mean(),
              hour.truth.answered_wait.mean(), 0.5);
  EXPECT_NEAR(100 * hour.exporter.answered_wait.share_within_20_s(),
              100 * hour.truth.answered_wait.share_within_20_s(), 5);
}

TEST(QueueAccuracy, ShowsWhoWaitsAtEachPoll) {
  World world(BusyQueues());
  ExporterOfQueues exporter(world, {});
  for (Time time = kBegin; time <= kBegin + minutes(20); time += seconds(10)) {
    if (time == kBegin + minutes(8)) world.MakeBusy(0, minutes(5));
    world.AdvanceTo(time);
    std::map<std::string, std::uint64_t> waiting;
    Time oldest = time;
    for (const QueueMember& member : world.QueueMembers()) {
      if (member.status != QueueStatus::kWaiting &&
          member.status != QueueStatus::kTrying) {
        continue;
      }
      ++waiting[std::to_string(member.queue)];
      oldest = std::min(oldest, member.joined);
    }
    const QueueSnapshot snapshot = exporter.Poll();
    std::uint64_t total = 0;
    for (const auto& [queue, count] : waiting) total += count;
    EXPECT_EQ(snapshot.waiting(), total);
    std::chrono::nanoseconds longest{};
    std::size_t queues = 0;
    for (const auto& queue : snapshot.queues) {
      longest = std::max(longest, queue.oldest);
      queues += queue.waiting > 0;
    }
    EXPECT_EQ(queues, waiting.size());
    EXPECT_EQ(longest, time - oldest);
  }
}

TEST(QueueAccuracy, CountsCallersWhoRejoinOnce) {
  simulation::Parameters parameters = BusyQueues();
  parameters.rejoins = 0.5;
  World world(parameters);
  ExporterOfQueues exporter(world, {});
  std::set<std::uint64_t> first, all, outcomes;
  for (Time time = kBegin; time <= kBegin + minutes(30); time += seconds(10)) {
    world.AdvanceTo(time);
    for (const QueueMember& member : world.QueueMembers()) {
      if (time == kBegin) first.insert(member.key);
      all.insert(member.key);
      if (member.status == QueueStatus::kAnswered ||
          member.status == QueueStatus::kAbandoned) {
        outcomes.insert(member.key);
      }
    }
    exporter.Poll();
  }
  ASSERT_TRUE(first.empty());
  const Callers callers = exporter.callers();
  EXPECT_EQ(callers.joined, all.size());
  EXPECT_EQ(callers.answered + callers.abandoned, outcomes.size());
}

}  // namespace
}  // namespace pitel::accuracy
