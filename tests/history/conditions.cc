#include "history/conditions.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <utility>

#include "simulator/arguments.h"

namespace pitel::history {
namespace {

using simulation::Arguments;
using simulation::Duration;
using simulation::kNone;
using simulation::World;

constexpr double kLongest = 5e6;  // seconds

Duration Length(Arguments& arguments, const char* name, double fallback) {
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(
      arguments.Number(name, fallback, 0, kLongest)));
}

void StartBacklog(World& world, Arguments& arguments) {
  const auto& tenants = world.directory().tenants();
  const auto tenant = world.directory().FindTenant(
      arguments.Text("tenant", tenants.front().name));
  const double callers = arguments.Number("callers", 10, 1, 1e5);
  const double phones = arguments.Number("phones", 1, 1, 100);
  const Duration length = Length(arguments, "seconds", 60);
  if (tenant == kNone) arguments.Refuse("no such tenant");
  if (!arguments.error().empty()) return;
  world.StartBacklog(tenant, static_cast<std::uint32_t>(callers),
                     static_cast<std::uint32_t>(phones), length);
}

void Crash(World& world, Arguments& arguments) {
  const auto& servers = world.directory().servers();
  const auto server =
      world.directory().FindServer(arguments.Text("server", servers.front()));
  const Duration outage = Length(arguments, "outage_seconds", 60);
  const Duration ghosts = Length(arguments, "ghost_seconds", 0);
  if (server == kNone) arguments.Refuse("no such server");
  if (!arguments.error().empty()) return;
  world.CrashServer(server, outage, ghosts);
}

void StartHoliday(World& world, Arguments& arguments) {
  const Duration length = Length(arguments, "seconds", 86'400);
  if (arguments.error().empty()) world.StartHoliday(length);
}

// A condition of the API, with one number.
struct ApiCondition {
  const char* name;
  const char* argument;  // besides `seconds`; "" if there is none
  double fallback;
  void (*apply)(ApiState& state, double value);
};

constexpr ApiCondition kApiConditions[] = {
    {"down", "", 0,
     [](ApiState& state, double) { state.failure = FailureReason::kTimeout; }},
    {"forbidden", "", 0,
     [](ApiState& state, double) {
       state.failure = FailureReason::kForbidden;
     }},
    {"frozen", "", 0, [](ApiState& state, double) { state.frozen = true; }},
    {"incomplete", "rows", 100,
     [](ApiState& state, double rows) {
       state.most_rows = static_cast<std::uint64_t>(rows);
     }},
    {"slow", "poll_seconds", 6,
     [](ApiState& state, double seconds) {
       state.took = std::chrono::duration<double>(seconds);
     }},
    {"skew", "clock_seconds", 3600,
     [](ApiState& state, double seconds) { state.clock_skew = seconds; }},
};

}  // namespace

std::optional<Condition> Condition::Parse(const std::string& text) {
  const auto colon = text.find(':');
  if (colon == std::string::npos) return std::nullopt;
  const auto question = std::min(text.find('?', colon), text.size());
  long seconds = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + colon, seconds);
  if (error != std::errc() || end != text.data() + colon) return std::nullopt;
  return Condition{std::chrono::seconds(seconds),
                   text.substr(colon + 1, question - colon - 1),
                   question < text.size() ? text.substr(question + 1) : ""};
}

Conditions::Conditions(std::vector<Condition> conditions, World& world)
    : to_come_(std::move(conditions)), world_(world) {
  std::stable_sort(to_come_.begin(), to_come_.end(),
                   [](const auto& a, const auto& b) { return a.at > b.at; });
}

ApiState Conditions::At(std::chrono::seconds elapsed) {
  while (!to_come_.empty() && to_come_.back().at <= elapsed) {
    Set(to_come_.back());
    to_come_.pop_back();
  }
  std::erase_if(spells_,
                [&](const Spell& spell) { return spell.until <= elapsed; });
  ApiState state;
  for (const Spell& spell : spells_) spell.apply(state, spell.value);
  return state;
}

void Conditions::Set(const Condition& condition) {
  Arguments arguments(condition.query);
  if (condition.name == "backlog") {
    StartBacklog(world_, arguments);
  } else if (condition.name == "crash") {
    Crash(world_, arguments);
  } else if (condition.name == "holiday") {
    StartHoliday(world_, arguments);
  } else {
    const auto known = std::find_if(
        std::begin(kApiConditions), std::end(kApiConditions),
        [&](const ApiCondition& api) { return condition.name == api.name; });
    if (known == std::end(kApiConditions)) {
      throw std::invalid_argument("no such condition: " + condition.name);
    }
    const double value =
        arguments.Number(known->argument, known->fallback, -1e9, 1e9);
    const auto length = std::chrono::duration_cast<std::chrono::seconds>(
        Length(arguments, "seconds", 60));
    spells_.push_back({condition.at + length, known->apply, value});
  }
  if (!arguments.error().empty()) {
    throw std::invalid_argument(condition.name + ": " + arguments.error());
  }
}

}  // namespace pitel::history
