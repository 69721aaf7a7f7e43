#include "app/publisher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace pitel {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::Not;

class FakeClock final : public Clock {
 public:
  Moment Now() const override { return now; }
  Moment now{SteadyTime(seconds(1000)), WallTime(seconds(1'700'000'000))};
};

RenderedSource Source(const char* name, const std::string& target,
                      double value) {
  Family family{{name, "Help.", MetricType::kGauge, {}}, {}, {}, {}};
  family.Add({}, value);
  return RenderSource(std::vector{family}, target);
}

TargetPage PageOf(const std::string& name, double calls, SteadyTime fades_at) {
  TargetPage page;
  page.lasting = Source("pitel_up", name, 1);
  page.fading = Source("pitel_active_calls", name, calls);
  page.fades_at = fades_at;
  page.overview.name = name;
  page.overview.polled = true;
  page.overview.rows = 10;
  page.overview.active_calls = 5;
  return page;
}

std::string TextOf(const Publisher& publisher) {
  const auto pages = publisher.pages().Read();
  std::string text;
  for (const auto& piece : pages->text.pieces) {
    text += piece->text;
  }
  return text;
}

TEST(Publisher, JoinsTargetsByName) {
  const FakeClock clock;
  Publisher publisher(Source("pitel_exporter_build_info", "", 1), clock);
  publisher.Show(PageOf("b", 2, SteadyTime::max()));
  publisher.Show(PageOf("a", 1, SteadyTime::max()));
  publisher.PublishNow();
  EXPECT_THAT(TextOf(publisher),
              HasSubstr("pitel_active_calls{target=\"a\"} 1\n"
                        "pitel_active_calls{target=\"b\"} 2\n"));
  EXPECT_THAT(TextOf(publisher), HasSubstr("pitel_exporter_build_info 1\n"));
}

TEST(Publisher, ReplacesWhatATargetShowed) {
  const FakeClock clock;
  Publisher publisher({}, clock);
  publisher.Show(PageOf("a", 1, SteadyTime::max()));
  publisher.Show(PageOf("a", 7, SteadyTime::max()));
  publisher.PublishNow();
  EXPECT_THAT(TextOf(publisher),
              HasSubstr("pitel_active_calls{target=\"a\"} 7\n"));
  EXPECT_THAT(TextOf(publisher), Not(HasSubstr("} 1\npitel_active")));
}

TEST(Publisher, DropsCallsThatHaveComeOfAge) {
  FakeClock clock;
  Publisher publisher({}, clock);
  publisher.Show(PageOf("a", 1, clock.now.steady + seconds(30)));
  clock.now.steady += seconds(29);
  publisher.PublishNow();
  EXPECT_THAT(TextOf(publisher), HasSubstr("pitel_active_calls"));
  EXPECT_EQ(publisher.overview().Read()->targets.front().rows, 10u);
  clock.now.steady += seconds(1);
  publisher.PublishNow();
  EXPECT_EQ(publisher.overview().Read()->targets.front().rows, std::nullopt);
  EXPECT_EQ(publisher.overview().Read()->targets.front().active_calls,
            std::nullopt);
  EXPECT_THAT(TextOf(publisher), Not(HasSubstr("pitel_active_calls")));
  EXPECT_THAT(TextOf(publisher), HasSubstr("pitel_up{target=\"a\"} 1\n"));
}

TEST(Publisher, IsReadyWhenEveryTargetWasPolled) {
  const FakeClock clock;
  Publisher publisher({}, clock);
  TargetPage waiting = PageOf("b", 0, SteadyTime::min());
  waiting.overview.polled = false;
  publisher.Show(PageOf("a", 0, SteadyTime::min()));
  publisher.Show(waiting);
  publisher.PublishNow();
  EXPECT_FALSE(publisher.overview().Read()->ready);
  publisher.Show(PageOf("b", 0, SteadyTime::min()));
  publisher.PublishNow();
  EXPECT_TRUE(publisher.overview().Read()->ready);
  waiting.overview.name = "c";
  publisher.Show(waiting);
  publisher.PublishNow();
  EXPECT_TRUE(publisher.overview().Read()->ready) << "for good";
}

// Waits, without a limit of its own, until the page says something.
void AwaitPage(const Publisher& publisher, const auto& matches) {
  while (!matches(TextOf(publisher))) {
    std::this_thread::sleep_for(milliseconds(1));
  }
}

TEST(Publisher, PublishesByItselfWhatIsNewAndWhatFades) {
  const SystemClock clock;
  Publisher publisher({}, clock);
  publisher.Start();
  publisher.Show(PageOf("a", 1, clock.Now().steady + milliseconds(400)));
  const auto has_calls = [](const std::string& text) {
    return text.find("pitel_active_calls") != std::string::npos;
  };
  AwaitPage(publisher, has_calls);
  AwaitPage(publisher,
            [&](const std::string& text) { return !has_calls(text); });
  EXPECT_THAT(TextOf(publisher), HasSubstr("pitel_up"));
}

}  // namespace
}  // namespace pitel
