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

RenderedSource Source(const char* name, const std::string& target,
                      double value) {
  Family family;
  family.header.name = name;
  family.header.help = "A help text that is not short.";
  family.Add({}, value);
  return RenderSource({&family, 1}, target);
}

TargetPage PageOf(const std::string& name, double value) {
  TargetPage page;
  page.polls = Source("pitel_up", name, 1);
  page.endpoints = {{Source("pitel_calls_started_total", name, value),
                     Source("pitel_active_calls", name, value),
                     SteadyTime::max()}};
  page.overview.name = name;
  page.overview.polled = true;
  return page;
}

std::string TextOf(const Publisher& publisher) {
  std::string text;
  const auto pages = publisher.Current();
  for (const SharedPiece& piece : pages->text.pieces) text += piece->text;
  return text;
}

std::string Line(const std::string& name, int value) {
  return "pitel_active_calls{target=\"" + name + "\"} " +
         std::to_string(value) + "\n";
}

RenderedSource ExporterSource() {
  return Source("pitel_exporter_build_info", "", 1);
}

constexpr char kTarget[] = "a target with a name that is not short";

TEST(Publisher, ShowsAPageAfterEachFailedAllocation) {
  const SystemClock clock;
  Publisher publisher(&ExporterSource, clock);
  int value = 0;
  const auto failed = SweepAllocations(
      AllocationScope::kThisThread,
      [&] {
        ++value;
        publisher.Show(PageOf("other " + std::to_string(value), value));
      },
      [&] {
        publisher.Show(PageOf(kTarget, value));
        publisher.PublishNow();
        EXPECT_THAT(TextOf(publisher), HasSubstr(Line(kTarget, value)));
      });
  EXPECT_GT(failed, 20u);
}

TEST(Publisher, PublishesAfterEachFailedAllocation) {
  const SystemClock clock;
  Publisher publisher(&ExporterSource, clock);
  int value = 0;
  publisher.Show(PageOf(kTarget, value));
  publisher.PublishNow();
  const auto failed = SweepAllocations(
      AllocationScope::kThisThread, [&] { publisher.PublishNow(); },
      [&] {
        // The published page stays complete, and the next one is shown.
        EXPECT_THAT(TextOf(publisher), HasSubstr(Line(kTarget, value)));
        publisher.Show(PageOf(kTarget, ++value));
        publisher.PublishNow();
        EXPECT_THAT(TextOf(publisher), HasSubstr(Line(kTarget, value)));
      });
  EXPECT_GT(failed, 20u);
}

// The thread publishes only every quarter of a second, so this does not let
// every allocation fail.
TEST(Publisher, PublishesOnItsThreadAfterAFailedAllocation) {
  const SystemClock clock;
  Publisher publisher(&ExporterSource, clock);
  publisher.Start();
  for (int n = 1; n < 32; n *= 2) {
    bool shown = false;
    bool failed = false;
    TargetPage page = PageOf(kTarget, n);
    const auto deadline = std::chrono::steady_clock::now() + seconds(60);
    {
      const FailNthAllocation failing(n, AllocationScope::kOtherThreads);
      publisher.Show(std::move(page));
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
