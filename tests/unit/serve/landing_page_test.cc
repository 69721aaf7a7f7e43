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

std::string Render(const Overview& overview, const TargetFilter& filter = {}) {
  return RenderLandingPage(overview, filter,
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

TEST(LandingPage, ShowsTheNotice) {
  const auto page = [](std::string notice) {
    return RenderLandingPage(
        {}, {}, {"1.2.3", "/metrics", kStart, kStart, std::move(notice)});
  };
  EXPECT_THAT(page("a < b"),
              HasSubstr("<p class=\"notice\">a &lt; b</p>\n<main"));
  EXPECT_THAT(page(""), Not(HasSubstr("class=\"notice\"")));
}

TEST(LandingPage, ShowsATargetThatIsUp) {
  EXPECT_THAT(Render({GoodTarget()}),
              AllOf(HasSubstr(R"(<a href="/">1 target</a>: )"
                              R"(<a href="/?state=up">1 up</a>)"),
                    HasSubstr("hcm<small>https://api.example.com</small>"),
                    HasSubstr(R"(<td class="state up">)"
                              "\u2713 up</td>"),
                    HasSubstr(">4 s ago</td>"), HasSubstr(">1.2 s</td>"),
                    HasSubstr(">100000</td>"), HasSubstr(">321</td>"),
                    Not(HasSubstr("not polled"))));
}

TEST(LandingPage, ShowsWhyATargetIsDown) {
  TargetOverview target = GoodTarget();
  target.up = false;
  target.last_failure = "monitor: connection refused";
  target.last_failure_at = At(123min - 90s);
  EXPECT_THAT(Render({GoodTarget(), target}),
              AllOf(HasSubstr(R"(<a href="/">2 targets</a>: )"
                              R"(<a href="/?state=down">1 down</a>)"),
                    HasSubstr(R"(<a href="/?state=up">1 up</a>)"),
                    HasSubstr("\u2717 down</td>"),
                    HasSubstr(">monitor: connection refused"
                              "<small>1 min 30 s ago</small></td>")));
}

TEST(LandingPage, ShowsNoNumbersOfATargetThatWasNotPolled) {
  TargetOverview target;
  target.name = "hn";
  EXPECT_THAT(Render({target}),
              AllOf(HasSubstr(">1 not polled yet</a>"),
                    HasSubstr("\u2026 not polled yet</td>"),
                    HasSubstr("\">\u2013</td>"), Not(HasSubstr("ago"))));
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
              HasSubstr("! up<small>mend &lt;this&gt;</small></td>"));
}

TEST(LandingPage, ShowsWhyAFurtherEndpointFailed) {
  TargetOverview target = GoodTarget();
  target.last_failure = "";
  target.endpoints.push_back({{}, {}, "queue: <404>"});
  EXPECT_THAT(Render({target}),
              AllOf(HasSubstr("! up</td>"),
                    HasSubstr("><small>queue: &lt;404&gt;</small></td>")));
}

Overview Targets(std::size_t count) {
  Overview overview(count, GoodTarget());
  for (std::size_t i = 0; i < count; ++i) {
    overview[i].name = "target " + std::to_string(i);
  }
  return overview;
}

TEST(LandingPage, OffersAFilterOfManyTargets) {
  EXPECT_THAT(Render(Targets(10)), Not(HasSubstr("<form")));
  EXPECT_THAT(Render(Targets(11)), HasSubstr("<form action=\"/\">"));
}

TEST(LandingPage, ShowsTheFilterAndWhatItSelects) {
  EXPECT_THAT(Render(Targets(3), {"Target 1", TargetState::kUp}),
              AllOf(HasSubstr(R"(value="Target 1")"),
                    HasSubstr(R"(<option value="up" selected>)"),
                    HasSubstr("<caption>1 of 3 targets</caption>"),
                    HasSubstr(">target 1<"), Not(HasSubstr(">target 2<"))));
  EXPECT_THAT(Render(Targets(3), {"nowhere", {}}),
              AllOf(HasSubstr("No target matches the filter."),
                    HasSubstr("<form"), Not(HasSubstr("<table"))));
}

TEST(LandingPage, ShowsTheFirstOfVeryManyTargets) {
  EXPECT_THAT(Render(Targets(500)),
              AllOf(HasSubstr(">target 499<"), Not(HasSubstr("<caption"))));
  EXPECT_THAT(Render(Targets(501)),
              AllOf(HasSubstr(">target 499<"), Not(HasSubstr(">target 500<")),
                    HasSubstr("501 of 501 targets, of which the first 500 are "
                              "shown: filter them to see the others")));
}

TEST(LandingPage, EscapesEveryText) {
  const std::string evil = "<b a='\"'>&";
  const std::string safe = "&lt;b a=&#39;&quot;&#39;&gt;&amp;";
  TargetOverview target = GoodTarget();
  target.name = evil + "1";
  target.url = evil + "2";
  target.last_failure = evil + "3";
  const std::string page =
      RenderLandingPage({target}, {evil + "6", {}},
                        {evil + "4", evil + "5", kStart, kStart}) +
      RenderLandingPage({target}, {}, {evil + "4", evil + "5", kStart, kStart});
  EXPECT_THAT(page, Not(HasSubstr(evil)));
  for (const char digit : {'1', '2', '3', '4', '5', '6'}) {
    EXPECT_THAT(page, HasSubstr(safe + digit));
  }
}

TEST(LandingPage, NeedsNothingFromElsewhere) {
  EXPECT_THAT(Render({GoodTarget()}),
              AllOf(Not(HasSubstr("<script")), Not(HasSubstr("url(")),
                    Not(HasSubstr("src=")), Not(HasSubstr("href=\"http"))));
}

}  // namespace
}  // namespace pitel
