#include "simulator/options.h"

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdio>

namespace pitel::simulation {
namespace {

// The values of the command line, before they are combined.
struct Flags {
  std::string listen = "127.0.0.1:0";
  std::string start;
  double warm_up = 900;
  double utc_offset = 7;
  double token_lifetime = 86'400;
  bool no_idle_rows = false;
  bool flat = false;
  bool switch_rows = false;
  std::string values = "plain";
  std::string replay_pace = "recorded";
};

template <typename To>
To Seconds(double seconds) {
  return std::chrono::duration_cast<To>(std::chrono::duration<double>(seconds));
}

void SplitAddress(const std::string& address, Options& options) {
  const std::size_t colon = address.rfind(':');
  const char* const end = address.data() + address.size();
  if (colon == std::string::npos || colon == 0 ||
      std::from_chars(&address[colon] + 1, end, options.port).ptr != end) {
    throw CLI::ValidationError("--listen", "expected an address and a port");
  }
  options.host = address.substr(0, colon);
  if (options.host.front() == '[' && options.host.back() == ']') {
    options.host = options.host.substr(1, options.host.size() - 2);
  }
}

// "2024-05-06T09:00:00", local time of the platform.
Time ParseStart(const std::string& text, std::chrono::seconds utc_offset) {
  int year = 0;
  unsigned month = 0, day = 0, hour = 0, minute = 0, second = 0;
  char rest = 0;
  const int fields =
      std::sscanf(text.c_str(), "%4d-%2u-%2uT%2u:%2u:%2u%c", &year, &month,
                  &day, &hour, &minute, &second, &rest);
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(month),
                                         std::chrono::day(day)};
  if (fields != 6 || !date.ok() || hour > 23 || minute > 59 || second > 59) {
    throw CLI::ValidationError("--start", "expected 2024-05-06T09:00:00");
  }
  return std::chrono::sys_days(date) + std::chrono::hours(hour) +
         std::chrono::minutes(minute) + std::chrono::seconds(second) -
         utc_offset;
}

void Declare(CLI::App& app, Flags& flags, Options& options) {
  Parameters& world = options.world;
  const auto add = [&app](const char* name, auto& value, const char* help) {
    return app.add_option(name, value, help)->capture_default_str();
  };
  add("--listen", flags.listen, "address:port; port 0 takes a free one");
  add("--seed", world.seed, "equal seeds make equal worlds");
  add("--rows", world.extensions, "phones of all tenants");
  add("--tenants", world.tenants, "at most one per phone");
  add("--servers", world.servers, "PBX servers, 1 to 254");
  add("--load", world.calls_per_extension_hour,
      "calls per phone and hour at the busiest hour");
  app.add_flag("--flat", flags.flat, "the busiest hour all day");
  app.add_flag("--no-idle-rows", flags.no_idle_rows,
               "no rows of phones without a call");
  add("--values", flags.values,
      "plain, or quirky: the same, in the various ways of real hosts")
      ->check(CLI::IsMember({"plain", "quirky"}));
  app.add_flag("--switch-rows", flags.switch_rows,
               "rows of the switch's own tables: a call_id per phone, states "
               "of the switch, a row per device");
  app.add_option("--replay", options.replay,
                 "serve this recording of `pitel_exporter --doctor --record` "
                 "instead");
  add("--replay-target", options.replay_target, "whose polls, by its number")
      ->check(CLI::Range(1, 1'000'000));
  add("--replay-pace", flags.replay_pace,
      "recorded: the polls come at their times; request: one each")
      ->check(CLI::IsMember({"recorded", "request"}));
  app.add_flag("--gzip", options.gzip, "compress for clients that accept it");
  app.add_option("--start", flags.start,
                 "local time when it begins, as 2024-05-06T09:00:00 "
                 "(default: now)");
  add("--speed", options.api.speed, "simulated seconds per second")
      ->check(CLI::Range(0.0, 1e6));
  add("--warm-up", flags.warm_up, "simulated seconds before the start")
      ->check(CLI::Range(0.0, 1e6));
  add("--utc-offset", flags.utc_offset, "of local time, in hours")
      ->check(CLI::Range(-14.0, 14.0));
  add("--api-key", options.api.api_key, "the key that is accepted");
  add("--token-lifetime", flags.token_lifetime, "in seconds")
      ->check(CLI::Range(0.0, 1e9));
}

void Assemble(const Flags& flags, Time now, Options& options) {
  SplitAddress(flags.listen, options);
  const auto offset = Seconds<std::chrono::seconds>(flags.utc_offset * 3600);
  options.api.start =
      flags.start.empty() ? now : ParseStart(flags.start, offset);
  options.api.token_lifetime =
      Seconds<std::chrono::seconds>(flags.token_lifetime);
  options.api.rows.idle_rows = !flags.no_idle_rows;
  options.api.rows.utc_offset = offset;
  options.api.rows.switch_rows = flags.switch_rows;
  options.api.rows.switch_seed = options.world.seed;
  if (flags.switch_rows) options.world.quirks = SwitchQuirks();
  options.api.quirky_values = flags.values == "quirky";
  options.api.replay_pace = flags.replay_pace == "recorded"
                                ? ReplayPace::kRecorded
                                : ReplayPace::kRequest;
  options.world.utc_offset = offset;
  options.world.rhythm = !flags.flat;
  options.world.begin = options.api.start - Seconds<Duration>(flags.warm_up);
  options.world.keep_finished_calls = false;
}

}  // namespace

std::optional<Options> ParseOptions(int argc, char** argv, Time now,
                                    int& exit_status) {
  CLI::App app("A simulated Pitel API: /v3/monitor of phones that really ring");
  Flags flags;
  Options options;
  options.api.api_key = kDefaultApiKey;
  Declare(app, flags, options);
  try {
    app.parse(argc, argv);
    Assemble(flags, now, options);
  } catch (const CLI::ParseError& error) {
    exit_status = app.exit(error) == 0 ? 0 : 2;
    return std::nullopt;
  }
  return options;
}

}  // namespace pitel::simulation
