// The cost of a poll per row, at two numbers of calls. See README.md.
#include <time.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/target.h"
#include "benchmark/platform_process.h"

namespace pitel::benchmark {
namespace {

using simulation::Parameters;

constexpr std::chrono::seconds kInterval{10};
constexpr std::chrono::minutes kWarmUp{20};

struct Options {
  std::uint32_t few = 10'000;
  std::uint32_t many = 1'000'000;
  int pairs = 7;
};

// A platform with about this many calls in progress at any time: each phone
// makes 8 an hour, of two and a half minutes, and a third are unanswered.
Parameters BusyPlatform(std::uint32_t calls) {
  Parameters parameters;
  parameters.begin = std::chrono::sys_days(std::chrono::year(2024) / 5 / 6);
  parameters.rhythm = false;
  parameters.calls_per_extension_hour = 8;
  parameters.extensions = 3 * calls;
  parameters.tenants = std::max(1u, calls / 1000);
  parameters.keep_finished_calls = false;
  return parameters;
}

double CpuSeconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) +
         static_cast<double>(time.tv_nsec) / 1e9;
}

// Seconds of CPU time, and the rows that they were spent on.
struct Cost {
  double read = 0;
  double count = 0;  // and render
  std::size_t rows = 0;
  int polls = 0;

  double nanoseconds_per_row() const {
    return 1e9 * (read + count) / static_cast<double>(rows);
  }
};

// A target of the exporter that polls its own platform.
class PolledPlatform {
 public:
  explicit PolledPlatform(std::uint32_t calls)
      : platform_(BusyPlatform(calls), kWarmUp),
        target_(Config()),
        now_(BusyPlatform(calls).begin + kWarmUp) {}

  Cost Poll(int polls) {
    Cost cost;
    for (int i = 0; i < polls; ++i) Poll(cost);
    return cost;
  }

 private:
  static TargetConfig Config() {
    TargetConfig config;
    config.name = "benchmark";
    config.poll.interval = kInterval;
    config.calls.interval = kInterval;
    config.calls.tracked_calls = 10'000'000;
    return config;
  }

  void Poll(Cost& cost) {
    now_ += kInterval;
    const auto time = now_.time_since_epoch();
    auto body = platform_.ResponseAt(now_);
    const double began = CpuSeconds();
    if (const auto error = target_.Read(0, body)) {
      throw std::runtime_error(error->message);
    }
    const double read = CpuSeconds();
    FetchReport report;
    report.sent = {SteadyTime(time), WallTime(time)};
    target_.Commit(0, target_.Count(0, report));
    target_.Succeed(report, {report.sent, {}});
    page_ = target_.Shown();
    cost.count += CpuSeconds() - read;
    cost.read += read - began;
    const auto& facts = page_.overview.endpoints.front().summary.facts;
    cost.rows += facts.front().value;
    ++cost.polls;
  }

  PlatformProcess platform_;
  Target target_;
  simulation::Time now_;
  ShownTarget page_;
};

// A line of /proc/self/status, in MB.
double Memory(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(name + ":")) {
      return std::stod(line.substr(name.size() + 1)) * 1024 / 1e6;
    }
  }
  return 0;
}

template <typename Measure>
double Median(const std::vector<Cost>& costs, Measure measure) {
  std::vector<double> values;
  for (const Cost& cost : costs) values.push_back(measure(cost));
  std::nth_element(values.begin(), values.begin() + values.size() / 2,
                   values.end());
  return values[values.size() / 2];
}

void Print(const std::vector<Cost>& costs) {
  const auto per_row = [&](double Cost::*part) {
    return Median(costs, [part](const Cost& cost) {
      return 1e9 * cost.*part / static_cast<double>(cost.rows);
    });
  };
  std::printf("| %.0f | %.0f | %.0f | %.0f |\n",
              Median(costs,
                     [](const Cost& cost) {
                       return static_cast<double>(cost.rows) / cost.polls;
                     }),
              per_row(&Cost::read), per_row(&Cost::count),
              Median(costs, [](const Cost& cost) {
                return cost.nanoseconds_per_row();
              }));
}

void Measure(const Options& options) {
  const double memory_before = Memory("VmRSS");
  PolledPlatform few(options.few);
  PolledPlatform many(options.many);
  const int polls = std::max(1u, options.many / options.few);
  few.Poll(10);  // enough that calls have come and gone
  many.Poll(10);
  const double memory_after = Memory("VmRSS");

  std::vector<Cost> costs_of_few;
  std::vector<Cost> costs_of_many;
  std::vector<double> ratios;
  for (int i = 0; i < options.pairs; ++i) {
    costs_of_few.push_back(few.Poll(polls));
    costs_of_many.push_back(many.Poll(1));
    ratios.push_back(costs_of_many.back().nanoseconds_per_row() /
                     costs_of_few.back().nanoseconds_per_row());
  }
  std::puts(
      "| rows | reading | counting and rendering | a poll, ns per row |\n"
      "|---:|---:|---:|---:|");
  Print(costs_of_few);
  Print(costs_of_many);
  std::sort(ratios.begin(), ratios.end());
  std::printf("\nratio: median %.3f, from %.3f to %.3f, of %d pairs\n",
              ratios[ratios.size() / 2], ratios.front(), ratios.back(),
              options.pairs);
  std::printf("memory: %.0f MB before, %.0f MB after, at most %.0f MB\n",
              memory_before, memory_after, Memory("VmHWM"));
}

int Run(int argc, char** argv) {
  CLI::App app("What a poll costs by row, with few calls and with many");
  Options options;
  const auto add = [&app](const char* name, auto& value, const char* help) {
    return app.add_option(name, value, help)
        ->capture_default_str()
        ->check(CLI::PositiveNumber);
  };
  add("--few", options.few, "calls under way at the smaller platform");
  add("--many", options.many, "and at the larger one");
  add("--pairs", options.pairs, "how often both are measured in turn");
  CLI11_PARSE(app, argc, argv);
  Measure(options);
  return 0;
}

}  // namespace
}  // namespace pitel::benchmark

int main(int argc, char** argv) { return pitel::benchmark::Run(argc, argv); }
