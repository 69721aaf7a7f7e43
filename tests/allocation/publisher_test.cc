#include "app/publisher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "sweep.h"

namespace pitel {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;

constexpr FamilyHeader kUp{"pitel_up", "Up.", MetricType::kGauge, {}};
constexpr FamilyHeader kStarted{
    "pitel_calls_started_total", "Started.", MetricType::kCounter, {}};
constexpr FamilyHeader kCalls{
    "pitel_active_calls", "Calls.", MetricType::kGauge, {}};
constexpr FamilyHeader kBuild{
    "pitel_exporter_build_info", "Build.", MetricType::kGauge, {}};

SharedSource Source(const FamilyHeader& header, const std::string& target,
                    double value) {
  const Family family(header, value);
  return RenderSource({&family, 1}, target);
}

ShownTarget ShownTargetOf(const std::string& name, double value) {
  ShownTarget target;
  target.polls = Source(kUp, name, 1);
  target.endpoints = {{Source(kStarted, name, value),
                       Source(kCalls, name, value), SteadyTime::max()}};
  target.overview.name = name;
  target.overview.polled = true;
  return target;
}

std::string TextOf(const Publisher& publisher) {
  return publisher.Current()->Make({Format::kText})->bytes;
}

std::string Line(const std::string& name, int value) {
  return "pitel_active_calls{target=\"" + name + "\"} " +
         std::to_string(value) + "\n";
}

SharedSource ExporterSource() { return Source(kBuild, "", 1); }

constexpr char kTarget[] = "a target with a name that is not short";

TEST(Publisher, ShowsAPageAfterEachFailedAllocation) {
  const SystemClock clock;
  Publisher publisher(&ExporterSource, clock);
  int value = 0;
  const auto failed = SweepAllocations(
      AllocationScope::kThisThread,
      [&] {
        ++value;
        publisher.Show(ShownTargetOf("other " + std::to_string(value), value));
      },
      [&] {
        publisher.Show(ShownTargetOf(kTarget, value));
        publisher.PublishNow();
        EXPECT_THAT(TextOf(publisher), HasSubstr(Line(kTarget, value)));
      });
  EXPECT_GT(failed, 20u);
}

TEST(Publisher, PublishesAfterEachFailedAllocation) {
  const SystemClock clock;
  Publisher publisher(&ExporterSource, clock);
  int value = 0;
  publisher.Show(ShownTargetOf(kTarget, value));
  publisher.PublishNow();
  const auto failed = SweepAllocations(
      AllocationScope::kThisThread, [&] { publisher.PublishNow(); },
      [&] {
        // The published page stays complete, and the next one is shown.
        EXPECT_THAT(TextOf(publisher), HasSubstr(Line(kTarget, value)));
        publisher.Show(ShownTargetOf(kTarget, ++value));
        publisher.PublishNow();
        EXPECT_THAT(TextOf(publisher), HasSubstr(Line(kTarget, value)));
      });
  EXPECT_GT(failed, 8u);
}

// The thread publishes only every quarter of a second, so this does not let
// every allocation fail.
TEST(Publisher, PublishesOnItsThreadAfterAFailedAllocation) {
  const SystemClock clock;
  Publisher publisher(&ExporterSource, clock);
  publisher.Start();
  for (int n = 1; n <= 8; n *= 2) {
    bool shown = false;
    bool failed = false;
    ShownTarget target = ShownTargetOf(kTarget, n);
    const auto deadline = std::chrono::steady_clock::now() + seconds(60);
    {
      const FailNthAllocation failing(n, AllocationScope::kOtherThreads);
      publisher.Show(std::move(target));
      while (!shown && std::chrono::steady_clock::now() < deadline) {
        shown = TextOf(publisher).find(Line(kTarget, n)) != std::string::npos;
        std::this_thread::yield();
      }
      failed = failing.failed();
    }
    EXPECT_TRUE(shown);
    EXPECT_TRUE(failed) << n;
  }
}

TEST(Publisher, StartsOrThrowsWhicheverAllocationFails) {
  const SystemClock clock;
  const auto failed = SweepAllocations(
      AllocationScope::kThisThread,
      [&] {
        Publisher publisher(&ExporterSource, clock);
        publisher.Start();
      },
      [] {});
  EXPECT_GT(failed, 2u);
}

}  // namespace
}  // namespace pitel
