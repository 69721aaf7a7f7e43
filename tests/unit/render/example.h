// A small state of the whole exporter, for the tests of pages.
#pragma once

#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "render/page.h"
#include "render/scrape.h"
#include "render/source.h"

namespace pitel::testing {

inline constexpr FamilyHeader kUp{"pitel_up",
                                  "Whether the last poll was successful.",
                                  MetricType::kGauge,
                                  {}};
inline constexpr FamilyHeader kRejected{"pitel_rejected_total",
                                        "Family without series: left out.",
                                        MetricType::kCounter,
                                        {"reason"}};
inline constexpr FamilyHeader kStarted{
    "pitel_calls_started_total",
    "Calls \"started\"; a back\\slash, a line\nbreak.",
    MetricType::kCounter,
    {"tenant", "direction"}};
inline constexpr FamilyHeader kWait{"pitel_call_wait_seconds",
                                    "Time from start to answer.",
                                    MetricType::kHistogram,
                                    {"tenant"}};
inline constexpr FamilyHeader kCpu{
    "process_cpu_seconds_total",
    "Total user and system CPU time spent in seconds.",
    MetricType::kCounter,
    {}};
inline constexpr FamilyHeader kFds{"process_open_fds",
                                   "Number of open file descriptors.",
                                   MetricType::kGauge,
                                   {}};
inline constexpr FamilyHeader kBuild{"pitel_exporter_build_info",
                                     "What this is.",
                                     MetricType::kGauge,
                                     {"version"}};

inline std::vector<Family> ExampleTarget(std::string_view tenant) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  Family started(kStarted);
  started.Add({tenant, "inbound"}, 200000);
  started.Add({tenant, "outbound"}, 0);
  Family wait(kWait);
  wait.Add({tenant}, {{{5, 2}, {0.5 + 9.5, 3}, {kInfinity, 4}}, 71.5});
  return {Family(kUp, 1), Family(kRejected), started, wait};
}

inline std::vector<Family> ExampleProcess() {
  return {Family(kCpu, 1.25), Family(kFds, 11)};
}

inline std::vector<SharedSource> ExampleSources() {
  Family build(kBuild);
  build.Add({"1.2.3"}, 1);
  return {RenderSource({&build, 1}, ""),
          RenderSource(ExampleTarget("a \"quoted\" tenant"), "hn"),
          RenderSource(ExampleTarget("b.example"), "sg")};
}

inline Scrape ScrapeOf(const Page& page, Form form) {
  return Scrape(page.Make(form), RenderTail(ExampleProcess(), form.format),
                form.gzip);
}

inline Scrape ExampleScrape(Format format, bool gzip) {
  return ScrapeOf(Page(ExampleSources()), {format, gzip});
}

inline std::string Join(const Scrape& scrape) {
  return std::string(scrape.page()).append(scrape.end());
}

}  // namespace pitel::testing
