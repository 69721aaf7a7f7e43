// pitel_history makes days of scrapes within seconds. It polls a simulated
// platform and writes what each scrape would have shown, as OpenMetrics with
// timestamps: for promtool, or for a test that reads it.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "history/conditions.h"
#include "history/polled_target.h"
#include "simulator/queue_rows.h"
#include "simulator/rows.h"
#include "simulator/world.h"

namespace pitel::history {
namespace {

using std::chrono::seconds;

constexpr std::string_view kScrapeLabels =
    "job=\"pitel\",instance=\"exporter.example.com:10748\"";

struct Options {
  simulation::Parameters world;
  std::string target = "hcm";
  // Monday, 2024-05-06, 00:00 at +07:00.
  long start = 1'714'928'400;
  long warm_up = 900;
  long length = 86'400;
  long poll_interval = 10;
  long scrape_interval = 10;
  long detail = 0;
  bool queues = false;
  std::vector<std::string> conditions;
};

bool Parse(int argc, char** argv, Options& options, int& exit_status) {
  CLI::App app("Scrapes of pitel_exporter at a simulated platform");
  const auto add = [&app](const char* name, auto& value, const char* help) {
    app.add_option(name, value, help)->capture_default_str();
  };
  add("--seed", options.world.seed, "equal seeds make equal histories");
  add("--target", options.target, "what the exporter calls the platform");
  add("--rows", options.world.extensions, "phones of all tenants");
  add("--tenants", options.world.tenants, "at most one per phone");
  add("--servers", options.world.servers, "PBX servers, 1 to 254");
  add("--load", options.world.calls_per_extension_hour,
      "calls per phone and hour at the busiest hour");
  add("--start", options.start, "of the first scrape, in seconds since 1970");
  add("--warm-up", options.warm_up, "simulated seconds before it");
  add("--length", options.length, "in seconds");
  add("--poll-interval", options.poll_interval, "in seconds");
  add("--scrape-interval", options.scrape_interval,
      "in seconds, a multiple of the other");
  add("--detail", options.detail,
      "the last so many seconds have a scrape after every poll");
  app.add_flag("--queues", options.queues, "polls the queue endpoint, too");
  app.add_option("--at", options.conditions,
                 "SECONDS:CONDITION[?ARGUMENTS], as README.md lists them");
  try {
    app.parse(argc, argv);
    return true;
  } catch (const CLI::ParseError& error) {
    exit_status = app.exit(error) == 0 ? 0 : 2;
    return false;
  }
}

// The lines of one scrape, with the labels and the time that it adds.
void Write(std::string_view lines, long time, std::string& text) {
  const std::string stamp = " " + std::to_string(time) + "\n";
  while (!lines.empty()) {
    const auto end = lines.find('\n');
    const auto brace = lines.find('{') + 1;
    text += lines.substr(0, brace);
    text += kScrapeLabels;
    text += ',';
    text += lines.substr(brace, end - brace);
    text += stamp;
    lines.remove_prefix(end + 1);
  }
}

std::vector<Condition> ParseConditions(const std::vector<std::string>& texts) {
  std::vector<Condition> conditions;
  for (const std::string& text : texts) {
    const auto condition = Condition::Parse(text);
    if (!condition) throw std::invalid_argument("not a condition: " + text);
    conditions.push_back(*condition);
  }
  return conditions;
}

Moment At(long time) {
  return {SteadyTime(seconds(time)), WallTime(seconds(time))};
}

void WriteHistory(Options& options) {
  options.world.begin =
      simulation::Time(seconds(options.start - options.warm_up));
  options.world.keep_finished_calls = false;
  simulation::World world(options.world);
  Conditions conditions(ParseConditions(options.conditions), world);
  PolledTarget target(options.target, seconds(options.poll_interval),
                      options.queues);
  std::string buffer, document, queues, text;
  for (long elapsed = 0; elapsed <= options.length;
       elapsed += options.poll_interval) {
    const long time = options.start + elapsed;
    world.AdvanceTo(simulation::Time(seconds(time)));
    const ApiState api = conditions.At(seconds(elapsed));
    if (!api.frozen && !api.failure) {
      simulation::RowOptions rows;
      rows.most_rows = api.most_rows;
      document.clear();
      simulation::RenderRows(world.directory(), world.board(), rows, buffer,
                             [&](std::string_view chunk) {
                               document += chunk;
                               return true;
                             });
      if (options.queues) {
        queues = simulation::RenderQueueRows(world.directory(),
                                             world.QueueMembers(), {});
      }
    }
    if (api.failure) {
      target.Fail(*api.failure, At(time), api.took);
    } else {
      target.Succeed(document, At(time), api.took, api.clock_skew, queues);
    }
    if (elapsed % options.scrape_interval != 0 &&
        elapsed < options.length - options.detail) {
      continue;
    }
    text.clear();
    Write(target.Samples(At(time).steady), time, text);
    std::fwrite(text.data(), 1, text.size(), stdout);
  }
  std::fputs("# EOF\n", stdout);
}

}  // namespace
}  // namespace pitel::history

int main(int argc, char** argv) {
  pitel::history::Options options;
  int exit_status = 0;
  if (!pitel::history::Parse(argc, argv, options, exit_status)) {
    return exit_status;
  }
  try {
    pitel::history::WriteHistory(options);
  } catch (const std::exception& exception) {
    std::fprintf(stderr, "pitel_history: %s\n", exception.what());
    return 1;
  }
  return std::fflush(stdout) == 0 ? 0 : 1;
}
