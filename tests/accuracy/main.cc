// How accurately successive polls count calls. See README.md.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "accuracy/report.h"
#include "accuracy/study.h"
#include "accuracy/worlds.h"

namespace pitel::accuracy {
namespace {

struct Options {
  unsigned hours = 8;
  unsigned worlds = 5;
  std::uint64_t seed = 1;
  std::uint32_t rows = 2000;
  std::vector<unsigned> intervals = {2, 5, 10, 15};
  bool causes = false;
  bool switch_rows = false;
};

std::vector<std::chrono::seconds> IntervalsOf(const Options& options) {
  return {options.intervals.begin(), options.intervals.end()};
}

// One row for each interval, of worlds that differ by their seeds.
Rows StudyWorlds(const Options& options, simulation::Parameters parameters,
                 CallState empty_state = CallState::kUnknown) {
  const auto intervals = IntervalsOf(options);
  Rows rows;
  for (const auto interval : intervals) {
    rows.push_back({std::to_string(interval.count()) + " s", interval, {}});
  }
  for (unsigned i = 0; i < options.worlds; ++i) {
    parameters.seed = options.seed + i;
    const auto outcomes = Study(parameters, std::chrono::hours(options.hours),
                                intervals, empty_state);
    for (std::size_t n = 0; n < rows.size(); ++n) {
      rows[n].worlds.push_back(outcomes[n]);
    }
  }
  return rows;
}

void Print(const std::string& title, const std::string& table) {
  std::printf("### %s\n\n%s\n", title.c_str(), table.c_str());
  std::fflush(stdout);
}

void PrintAccuracy(const Options& options) {
  const Rows rows = StudyWorlds(options, WorkingDay(options.rows));
  Print("Missed starts, per 1000 true calls", StartsTable(rows));
  Print("Missed answers, per 1000 true answers", AnswersTable(rows));
  Print("Ringing that no poll saw, per 1000 true calls", RingingTable(rows));
  Print("Error of the counters, in percent", CountersTable(rows));
  Print("Waits and durations", TimesTable(rows));
  Print("Mistaken for others, per 1000 true calls or answers",
        MistakesTable("interval", rows));
}

void PrintCauses(const Options& options) {
  std::vector<Rows> by_interval(options.intervals.size());
  for (const NamedWorld& world : Causes(options.rows)) {
    Rows rows = StudyWorlds(options, world.parameters);
    for (std::size_t n = 0; n < rows.size(); ++n) {
      rows[n].name = world.name;
      by_interval[n].push_back(std::move(rows[n]));
    }
  }
  for (std::size_t n = 0; n < by_interval.size(); ++n) {
    Print("Mistaken for others, per 1000, polled every " +
              std::to_string(options.intervals[n]) + " s",
          MistakesTable("worlds", by_interval[n]));
  }
}

void PrintSwitchRows(const Options& options) {
  simulation::Parameters parameters = WorkingDay(options.rows);
  parameters.quirks = simulation::SwitchQuirks();
  for (const auto empty_state : {CallState::kUnknown, CallState::kRinging}) {
    Print(
        "Rows of the switch, empty_state: " +
            std::string(ToString(empty_state)),
        ErrorsTable("interval", StudyWorlds(options, parameters, empty_state)));
  }
}

int Run(int argc, char** argv) {
  CLI::App app("What the exporter makes of simulated calls, beside the truth");
  Options options;
  const auto add = [&app](const char* name, auto& value, const char* help) {
    return app.add_option(name, value, help)->capture_default_str();
  };
  add("--hours", options.hours, "of simulated time, from 09:00 on")
      ->check(CLI::Range(1u, 1000u));
  add("--worlds", options.worlds, "that differ by their seeds")
      ->check(CLI::Range(1u, 1000u));
  add("--seed", options.seed, "of the first world");
  add("--rows", options.rows, "phones in each world");
  add("--intervals", options.intervals, "between polls, in seconds")
      ->delimiter(',');
  app.add_flag("--causes", options.causes,
               "why callers are mistaken for others, instead");
  app.add_flag("--switch-rows", options.switch_rows,
               "errors with the rows of the switch, instead");
  CLI11_PARSE(app, argc, argv);
  if (options.switch_rows) {
    PrintSwitchRows(options);
  } else {
    options.causes ? PrintCauses(options) : PrintAccuracy(options);
  }
  return 0;
}

}  // namespace
}  // namespace pitel::accuracy

int main(int argc, char** argv) { return pitel::accuracy::Run(argc, argv); }
