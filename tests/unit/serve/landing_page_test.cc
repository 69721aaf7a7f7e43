#include "serve/landing_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pitel {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr SteadyTime kStart(1h);

Moment At(std::chrono::nanoseconds since_start) {
  return {kStart + since_start, WallTime(since_start)};
}

std::string Render(const Overview& overview) {
  return RenderLandingPage(overview,
                           {"1.2.3", "/metrics", kStart, kStart + 123min});
}

TargetOverview GoodTarget() {
  TargetOverview target;
  target.name = "hcm";
  target.url = "https://api.example.com";
  target.polled = true;
  target.up = true;
  target.last_poll = At(123min - 4s);
  target.poll_duration = 1240ms;
  target.endpoints = {
      {{{{"rows", 100'000}, {"active_calls", 321}}, ""}, kStart + 123min + 1s}};
  return target;
}

TEST(LandingPage, ShowsTheVersionAndLinks) {
  const std::string page = Render({});
  EXPECT_THAT(page, HasSubstr("Version 1.2.3 \u00b7 running for 2 h 3 min"));
  for (const auto* path : {"/metrics", "/config", "/-/healthy", "/-/ready"}) {
    EXPECT_THAT(page, HasSubstr("<a href=\"" + std::string(path) + "\">"));
  }
  EXPECT_THAT(page, HasSubstr("No targets are configured."));
}

TEST(LandingPage, ShowsATargetThatIsUp) {
  EXPECT_THAT(Render({GoodTarget()}),
              AllOf(HasSubstr("<caption>1 target</caption>"),
                    HasSubstr("hcm<small>https://api.example.com</small>"),
                    HasSubstr("\u2713 up</td>"), HasSubstr("<td>4 s ago</td>"),
                    HasSubstr(">1.2 s</td>"), HasSubstr(">100000</td>"),
                    HasSubstr(">321</td>"), Not(HasSubstr("not polled"))));
}

TEST(LandingPage, ShowsWhyATargetIsDown) {
  TargetOverview target = GoodTarget();
  target.up = false;
  target.last_failure = "monitor: connection refused";
  target.last_failure_at = At(123min - 90s);
  EXPECT_THAT(Render({GoodTarget(), target}),
              AllOf(HasSubstr("<caption>2 targets, 1 down</caption>"),
                    HasSubstr("\u2717 down</td>"),
                    HasSubstr("<td>monitor: connection refused"
                              "<small>1 min 30 s ago</small></td>")));
}

TEST(LandingPage, ShowsNoNumbersOfATargetThatWasNotPolled) {
  TargetOverview target;
  target.name = "hn";
  EXPECT_THAT(Render({target}), AllOf(HasSubstr("1 target, 1 not polled yet"),
                                      HasSubstr("\u2026 not polled yet</td>"),
                                      HasSubstr("class=\"number\">\u2013</td>"),
                                      Not(HasSubstr("ago"))));
}

TEST(LandingPage, NamesTheNumbersOfAllEndpoints) {
  TargetOverview second = GoodTarget();
  second.endpoints.push_back({{{{"queues", 7}}, ""}, SteadyTime::max()});
  EXPECT_THAT(Render({GoodTarget(), second}),
              AllOf(HasSubstr(">Rows</th>"), HasSubstr(">Active calls</th>"),
                    HasSubstr(">Queues</th>"), HasSubstr(">7</td>")));
}

TEST(LandingPage, ShowsNoNumbersThatAreTooOld) {
  TargetOverview target = GoodTarget();
  target.endpoints.front().fades_at = kStart + 123min;
  EXPECT_THAT(Render({target}),
              AllOf(HasSubstr(">Rows</th>"), Not(HasSubstr(">321</td>"))));
}

TEST(LandingPage, ShowsWhatAnOperatorShouldFix) {
  TargetOverview target = GoodTarget();
  target.endpoints.front().summary.warning = "mend <this>";
  EXPECT_THAT(Render({target}),
              HasSubstr("\u2713 up<small>mend &lt;this&gt;</small></td>"));
}

TEST(LandingPage, ShowsWhyAFurtherEndpointFailed) {
  TargetOverview target = GoodTarget();
  target.last_failure = "";
  target.endpoints.push_back({{}, {}, "queue: <404>"});
  EXPECT_THAT(Render({target}),
              HasSubstr("<td><small>queue: &lt;404&gt;</small></td>"));
}

TEST(LandingPage, EscapesEveryText) {
  const std::string evil = "<b a='\"'>&";
  const std::string safe = "&lt;b a=&#39;&quot;&#39;&gt;&amp;";
  TargetOverview target = GoodTarget();
  target.name = evil + "1";
  target.url = evil + "2";
  target.last_failure = evil + "3";
  const std::string page =
      RenderLandingPage({target}, {evil + "4", evil + "5", kStart, kStart});
  EXPECT_THAT(page, Not(HasSubstr(evil)));
  for (const char digit : {'1', '2', '3', '4', '5'}) {
    EXPECT_THAT(page, HasSubstr(safe + digit));
  }
}

TEST(LandingPage, NeedsNothingFromElsewhere) {
  EXPECT_THAT(Render({GoodTarget()}),
              AllOf(Not(HasSubstr("<script")), Not(HasSubstr("url(")),
                    Not(HasSubstr("src=")), Not(HasSubstr("href=\"http"))));
}

TEST(DurationInWords, KeepsTwoUnits) {
  EXPECT_EQ(DurationInWords(-5s), "0 ms");
  EXPECT_EQ(DurationInWords(999'999us), "999 ms");
  EXPECT_EQ(DurationInWords(1s), "1 s");
  EXPECT_EQ(DurationInWords(9999ms), "9.9 s");
  EXPECT_EQ(DurationInWords(10s), "10 s");
  EXPECT_EQ(DurationInWords(59'999ms), "59 s");
  EXPECT_EQ(DurationInWords(60s), "1 min 0 s");
  EXPECT_EQ(DurationInWords(3599s), "59 min 59 s");
  EXPECT_EQ(DurationInWords(25h - 1s), "1 d 0 h");
  EXPECT_EQ(DurationInWords(24h - 1s), "23 h 59 min");
  EXPECT_EQ(DurationInWords(24h * 400), "400 d 0 h");
}

}  // namespace
}  // namespace pitel
