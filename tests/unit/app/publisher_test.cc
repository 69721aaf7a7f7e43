#include "app/publisher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "support/fake_clock.h"

namespace pitel {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::Not;

constexpr FamilyHeader kUp{"pitel_up", "Help.", MetricType::kGauge, {}};
constexpr FamilyHeader kCalls{
    "pitel_active_calls", "Help.", MetricType::kGauge, {}};
constexpr FamilyHeader kBuild{
    "pitel_exporter_build_info", "Help.", MetricType::kGauge, {}};

SharedSource Source(const FamilyHeader& header, const std::string& target,
                    double value) {
  return RenderSource(std::vector{Family(header, value)}, target);
}

SharedSource Nothing() { return RenderSource({}, ""); }

ShownTarget ShownTargetOf(const std::string& name, double calls,
                          SteadyTime fades_at) {
  ShownTarget target;
  target.polls = Source(kUp, name, 1);
  target.endpoints = {{Nothing(), Source(kCalls, name, calls), fades_at}};
  target.overview.name = name;
  target.overview.polled = true;
  return target;
}

std::string TextOf(const Publisher& publisher) {
  return publisher.Current()->Make({Format::kText})->bytes;
}

TEST(Publisher, ShowsOnRequestThatTheExporterHasChanged) {
  const FakeClock clock;
  double value = 1;
  Publisher publisher([&] { return Source(kBuild, "", value); }, clock);
  publisher.PublishNow();
  value = 0;
  publisher.Start();
  EXPECT_THAT(TextOf(publisher), HasSubstr("pitel_exporter_build_info 1\n"));
  publisher.Refresh();
  while (TextOf(publisher).find("build_info 0\n") == std::string::npos) {
    std::this_thread::yield();
  }
}

TEST(Publisher, JoinsTargetsByName) {
  const FakeClock clock;
  Publisher publisher([] { return Source(kBuild, "", 1); }, clock);
  publisher.Show(ShownTargetOf("b", 2, SteadyTime::max()));
  publisher.Show(ShownTargetOf("a", 1, SteadyTime::max()));
  publisher.PublishNow();
  EXPECT_THAT(TextOf(publisher),
              HasSubstr("pitel_active_calls{target=\"a\"} 1\n"
                        "pitel_active_calls{target=\"b\"} 2\n"));
  EXPECT_THAT(TextOf(publisher), HasSubstr("pitel_exporter_build_info 1\n"));
}

TEST(Publisher, ReplacesWhatATargetShowed) {
  const FakeClock clock;
  Publisher publisher(Nothing, clock);
  publisher.Show(ShownTargetOf("a", 1, SteadyTime::max()));
  publisher.Show(ShownTargetOf("a", 7, SteadyTime::max()));
  publisher.PublishNow();
  EXPECT_THAT(TextOf(publisher),
              HasSubstr("pitel_active_calls{target=\"a\"} 7\n"));
  EXPECT_THAT(TextOf(publisher), Not(HasSubstr("} 1\npitel_active")));
}

TEST(Publisher, ShowsATargetNoMoreOnceItIsRemoved) {
  const FakeClock clock;
  Publisher publisher(Nothing, clock);
  for (const char* name : {"a", "b", "c"}) {
    publisher.Show(ShownTargetOf(name, 1, SteadyTime::max()));
  }
  publisher.PublishNow();
  publisher.Remove("b");
  publisher.Show(ShownTargetOf("c", 2, SteadyTime::max()));
  publisher.PublishNow();
  EXPECT_THAT(TextOf(publisher),
              HasSubstr("pitel_active_calls{target=\"a\"} 1\n"
                        "pitel_active_calls{target=\"c\"} 2\n"));
  EXPECT_EQ(publisher.overview().size(), 2u);
}

TEST(Publisher, SaysHowManyTargetsAreUp) {
  const FakeClock clock;
  Publisher publisher(Nothing, clock);
  EXPECT_EQ(publisher.Summary(), "0 of 0 targets up");
  publisher.Show(ShownTargetOf("a", 1, SteadyTime::max()));
  ShownTarget up = ShownTargetOf("b", 1, SteadyTime::max());
  up.overview.up = true;
  publisher.Show(std::move(up));
  publisher.PublishNow();
  EXPECT_EQ(publisher.Summary(), "1 of 2 targets up");
}

TEST(Publisher, KeepsAPageWholeWhileItIsRead) {
  const FakeClock clock;
  Publisher publisher(Nothing, clock);
  publisher.Show(ShownTargetOf("a", 1, SteadyTime::max()));
  publisher.PublishNow();
  const auto page = publisher.Current();
  EXPECT_EQ(publisher.Current(), page) << "made once for all who ask";
  publisher.Show(ShownTargetOf("a", 2, SteadyTime::max()));
  publisher.PublishNow();
  EXPECT_THAT(page->Make({Format::kText})->bytes, HasSubstr("} 1\n"));
  EXPECT_NE(publisher.Current(), page);
}

TEST(Publisher, DropsExpiredCalls) {
  FakeClock clock;
  Publisher publisher(Nothing, clock);
  publisher.Show(ShownTargetOf("a", 1, clock.Now().steady + seconds(30)));
  clock.Advance(seconds(29));
  publisher.PublishNow();
  EXPECT_THAT(TextOf(publisher), HasSubstr("pitel_active_calls"));
  clock.Advance(seconds(1));
  publisher.PublishNow();
  EXPECT_THAT(TextOf(publisher), Not(HasSubstr("pitel_active_calls")));
  EXPECT_THAT(TextOf(publisher), HasSubstr("pitel_up{target=\"a\"} 1\n"));
}

// The process may have been stopped in the meantime, or the publisher may hang.
TEST(Publisher, ServesNoCallsThatExpireBeforeItCanPublish) {
  FakeClock clock;
  Publisher publisher(Nothing, clock);
  publisher.Show(ShownTargetOf("a", 1, clock.Now().steady + seconds(30)));
  publisher.PublishNow();
  clock.Advance(seconds(29));
  EXPECT_THAT(TextOf(publisher), HasSubstr("pitel_active_calls"));
  clock.Advance(seconds(1));
  EXPECT_THAT(TextOf(publisher), Not(HasSubstr("pitel_active_calls")));
  EXPECT_THAT(TextOf(publisher), HasSubstr("pitel_up{target=\"a\"} 1\n"));
}

TEST(Publisher, IsReadyWhenEveryTargetWasPolled) {
  const FakeClock clock;
  Publisher publisher(Nothing, clock);
  ShownTarget waiting = ShownTargetOf("b", 0, SteadyTime::min());
  waiting.overview.polled = false;
  publisher.Show(ShownTargetOf("a", 0, SteadyTime::min()));
  publisher.Show(waiting);
  publisher.PublishNow();
  EXPECT_FALSE(publisher.ready());
  publisher.Show(ShownTargetOf("b", 0, SteadyTime::min()));
  publisher.PublishNow();
  EXPECT_TRUE(publisher.ready());
  waiting.overview.name = "c";
  publisher.Show(waiting);
  publisher.PublishNow();
  EXPECT_TRUE(publisher.ready()) << "for good";
}

// Waits, without a limit of its own, until the page says something.
void AwaitPage(const Publisher& publisher, const auto& matches) {
  while (!matches(TextOf(publisher))) {
    std::this_thread::sleep_for(milliseconds(1));
  }
}

TEST(Publisher, LetsOthersWaitUntilAChangeIsPublished) {
  const FakeClock clock;
  std::atomic<int> value = 0;
  Publisher publisher([&] { return Source(kBuild, "", value); }, clock);
  publisher.Start();
  for (const int next : {1, 2, 3}) {
    value = next;
    publisher.Refresh();
    publisher.AwaitPublished(std::chrono::minutes(1));
    EXPECT_THAT(TextOf(publisher),
                HasSubstr("build_info " + std::to_string(next) + "\n"));
  }
}

TEST(Publisher, PublishesNewTargetsAndExpiryByItself) {
  const SystemClock clock;
  Publisher publisher(Nothing, clock);
  publisher.Start();
  publisher.Show(ShownTargetOf("a", 1, clock.Now().steady + milliseconds(400)));
  const auto has_calls = [](const std::string& text) {
    return text.find("pitel_active_calls") != std::string::npos;
  };
  AwaitPage(publisher, has_calls);
  AwaitPage(publisher,
            [&](const std::string& text) { return !has_calls(text); });
  EXPECT_THAT(TextOf(publisher), HasSubstr("pitel_up"));
}

TEST(Publisher, PublishesTheFirstPollAtOnce) {
  const FakeClock clock;
  std::atomic<int> pages = 0;
  Publisher publisher(
      [&] {
        ++pages;
        return Nothing();
      },
      clock);
  publisher.Show(ShownTargetOf("a", 0, SteadyTime::min()));
  publisher.PublishNow();
  publisher.Start();
  clock.AwaitAnotherThread();
  publisher.Show(ShownTargetOf("a", 1, SteadyTime::max()));
  AwaitPage(publisher, [](const std::string& text) {
    return text.find("pitel_active_calls") != std::string::npos;
  });
  EXPECT_EQ(pages, 2) << "the page before the first poll only once";
}

// A source that makes publishing hang until it is released.
class HangingSource {
 public:
  SharedSource operator()() {
    std::unique_lock lock(mutex_);
    const bool hangs = std::this_thread::get_id() != owner_;
    hanging_ = hanging_ || hangs;
    changed_.notify_all();
    changed_.wait(lock, [&] { return !hangs || released_; });
    return Nothing();
  }
  void AwaitHanging() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return hanging_; });
  }
  void Release() {
    const std::lock_guard lock(mutex_);
    released_ = true;
    changed_.notify_all();
  }

 private:
  const std::thread::id owner_ = std::this_thread::get_id();
  std::mutex mutex_;
  std::condition_variable changed_;
  bool hanging_ = false;
  bool released_ = false;
};

TEST(Publisher, ServesNewPagesEvenWhileItHangs) {
  FakeClock clock;
  HangingSource source;
  Publisher publisher([&] { return source(); }, clock);
  publisher.Show(ShownTargetOf("a", 1, SteadyTime::max()));
  publisher.PublishNow();
  publisher.Start();
  publisher.Show(ShownTargetOf("a", 2, SteadyTime::max()));
  source.AwaitHanging();
  EXPECT_LE(publisher.Overdue(), publisher.Patience());
  EXPECT_THAT(TextOf(publisher),
              HasSubstr("pitel_active_calls{target=\"a\"} 1"));
  clock.Advance(seconds(11));
  EXPECT_GT(publisher.Overdue(), publisher.Patience());
  EXPECT_THAT(TextOf(publisher),
              HasSubstr("pitel_active_calls{target=\"a\"} 2"));
  source.Release();
}

TEST(Publisher, IsOverdueUntilItCanPublish) {
  FakeClock clock;
  std::atomic<bool> fails = true;
  std::atomic<int> tries = 0;
  Publisher publisher(
      [&] {
        ++tries;
        if (fails) throw std::bad_alloc();
        return Nothing();
      },
      clock);
  publisher.Show(ShownTargetOf("a", 1, SteadyTime::max()));
  clock.Advance(seconds(9));
  publisher.Start();
  while (tries < 3) std::this_thread::sleep_for(milliseconds(1));
  EXPECT_EQ(publisher.Overdue(), seconds(9));
  fails = false;
  while (publisher.Overdue().count() > 0) {
    std::this_thread::sleep_for(milliseconds(1));
  }
  EXPECT_THAT(TextOf(publisher), HasSubstr("pitel_up{target=\"a\"} 1\n"));
}

}  // namespace
}  // namespace pitel
