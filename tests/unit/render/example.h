// A small state of the whole exporter, for the tests of pages.
#pragma once

#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "render/pages.h"
#include "render/scrape.h"

namespace pitel::testing {

inline std::vector<Family> ExampleTarget(std::string_view tenant) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  Family up;
  up.header = {
      "pitel_up", "Whether the last poll was good.", MetricType::kGauge, {}};
  up.Add({}, 1);
  Family rejected;
  rejected.header = {"pitel_rejected_total",
                     "Family without series: left out.",
                     MetricType::kCounter,
                     {"reason"}};
  Family started;
  started.header = {"pitel_calls_started_total",
                    "Calls \"started\"; a back\\slash, a line\nbreak.",
                    MetricType::kCounter,
                    {"tenant", "direction"}};
  started.Add({tenant, "inbound"}, 200000);
  started.Add({tenant, "outbound"}, 0);
  Family wait;
  wait.header = {"pitel_call_wait_seconds",
                 "Time from start to answer.",
                 MetricType::kHistogram,
                 {"tenant"}};
  wait.label_values = {tenant};
  wait.histograms = {{{{5, 2}, {0.5 + 9.5, 3}, {kInfinity, 4}}, 71.5}};
  return {up, rejected, started, wait};
}

inline std::vector<Family> ExampleProcess() {
  Family cpu;
  cpu.header = {"process_cpu_seconds_total",
                "Total user and system CPU time spent in seconds.",
                MetricType::kCounter,
                {}};
  cpu.Add({}, 1.25);
  Family fds;
  fds.header = {"process_open_fds",
                "Number of open file descriptors.",
                MetricType::kGauge,
                {}};
  fds.Add({}, 11);
  return {cpu, fds};
}

inline Pages ExamplePages() {
  Family build;
  build.header = {"pitel_exporter_build_info",
                  "What this is.",
                  MetricType::kGauge,
                  {"version"}};
  build.Add({"1.2.3"}, 1);
  const auto exporter = RenderSource({&build, 1}, "");
  const auto hanoi = RenderSource(ExampleTarget("a \"quoted\" tenant"), "hn");
  const auto saigon = RenderSource(ExampleTarget("b.example"), "sg");
  const RenderedSource* const sources[] = {&exporter, &hanoi, &saigon};
  return JoinPages(sources);
}

inline Scrape ExampleScrape(Format format, bool gzip) {
  const auto pages = std::make_shared<const Pages>(ExamplePages());
  const Page& page = format == Format::kText ? pages->text : pages->openmetrics;
  return Scrape(std::shared_ptr<const Page>(pages, &page),
                RenderTail(ExampleProcess(), format), gzip);
}

inline std::string Join(const Scrape& scrape) {
  std::string body;
  for (std::size_t i = 0; i < scrape.buffer_count(); ++i) {
    body += scrape.buffer(i);
  }
  return body;
}

}  // namespace pitel::testing
