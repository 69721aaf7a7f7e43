// POST /inject/...: conditions that tests and the demo request. Those of the
// platform last for simulated seconds, those of the API for real seconds.
#include "simulator/api.h"
#include "simulator/arguments.h"

namespace pitel::simulation {
namespace {

constexpr double kLongest = 1e6;  // seconds

template <typename To>
To Seconds(double seconds) {
  return std::chrono::duration_cast<To>(std::chrono::duration<double>(seconds));
}

}  // namespace

const std::map<std::string_view, Api::Injection>& Api::Injections() {
  static const std::map<std::string_view, Injection> injections = {
      {"backlog", &Api::InjectBacklog}, {"crash", &Api::InjectCrash},
      {"busy", &Api::InjectBusy},       {"advance", &Api::InjectAdvance},
      {"garbage", &Api::InjectGarbage}, {"empty", &Api::InjectEmpty},
      {"fail", &Api::InjectFail},       {"incomplete", &Api::InjectIncomplete},
      {"status", &Api::InjectStatus},   {"delay", &Api::InjectDelay},
      {"down", &Api::InjectDown},       {"revoke", &Api::InjectRevoke},
      {"clear", &Api::InjectClear},
  };
  return injections;
}

Response Api::Inject(std::string_view condition, std::string_view query) {
  Response response;
  const auto injection = Injections().find(condition);
  if (injection == Injections().end()) {
    response.status = 404;
    response.body = R"({"error":"no such condition"})";
    return response;
  }
  Arguments arguments(query);
  (this->*injection->second)(arguments);
  const std::string error = arguments.error();
  response.status = error.empty() ? 200 : 400;
  response.body = error.empty() ? "{}" : "{\"error\":\"" + error + "\"}";
  return response;
}

Elapsed Api::Until(Arguments& arguments) const {
  return elapsed_() +
         Seconds<Elapsed>(arguments.Number("seconds", 30, 0, kLongest));
}

void Api::InjectBacklog(Arguments& arguments) {
  const auto& tenants = world_.directory().tenants();
  const std::uint32_t tenant = world_.directory().FindTenant(
      arguments.Text("tenant", tenants.front().name));
  const double callers = arguments.Number("callers", 10, 1, 1e5);
  const double phones = arguments.Number("phones", 1, 1, 100);
  const double seconds = arguments.Number("seconds", 60, 0, kLongest);
  if (tenant == kNone) arguments.Refuse("no such tenant");
  if (!arguments.error().empty()) return;
  world_.StartBacklog(tenant, static_cast<std::uint32_t>(callers),
                      static_cast<std::uint32_t>(phones),
                      Seconds<Duration>(seconds));
}

void Api::InjectAdvance(Arguments& arguments) {
  const double seconds = arguments.Number("seconds", 10, 0, kLongest);
  if (!arguments.error().empty()) return;
  advanced_ += Seconds<Duration>(seconds);
  AdvanceWorld();
}

void Api::InjectBusy(Arguments& arguments) {
  const auto& tenants = world_.directory().tenants();
  const std::uint32_t tenant = world_.directory().FindTenant(
      arguments.Text("tenant", tenants.front().name));
  const double seconds = arguments.Number("seconds", 60, 0, kLongest);
  if (tenant == kNone) arguments.Refuse("no such tenant");
  if (!arguments.error().empty()) return;
  world_.MakeBusy(tenant, Seconds<Duration>(seconds));
}

void Api::InjectCrash(Arguments& arguments) {
  const auto& servers = world_.directory().servers();
  const std::uint32_t server =
      world_.directory().FindServer(arguments.Text("server", servers.front()));
  const double outage = arguments.Number("outage_seconds", 60, 0, kLongest);
  const double ghosts = arguments.Number("ghost_seconds", 10'800, 0, kLongest);
  if (server == kNone) arguments.Refuse("no such server");
  if (!arguments.error().empty()) return;
  world_.CrashServer(server, Seconds<Duration>(outage),
                     Seconds<Duration>(ghosts));
}

void Api::InjectEmpty(Arguments& arguments) {
  const double responses = arguments.Number("responses", 1, 0, 1e6);
  if (!arguments.error().empty()) return;
  faults_.empty_responses = static_cast<std::uint64_t>(responses);
}

void Api::InjectFail(Arguments& arguments) {
  const double responses = arguments.Number("responses", 1, 0, 1e6);
  if (!arguments.error().empty()) return;
  faults_.failed_responses = static_cast<std::uint64_t>(responses);
}

void Api::InjectGarbage(Arguments& arguments) {
  const double responses = arguments.Number("responses", 1, 0, 1e6);
  if (!arguments.error().empty()) return;
  faults_.garbled_queues = static_cast<std::uint64_t>(responses);
}

void Api::InjectIncomplete(Arguments& arguments) {
  const double rows = arguments.Number("rows", 100, 0, 1e9);
  const Elapsed until = Until(arguments);
  if (!arguments.error().empty()) return;
  faults_.most_rows.Set(static_cast<std::uint64_t>(rows), until);
}

void Api::InjectStatus(Arguments& arguments) {
  StatusFault fault;
  fault.status =
      static_cast<unsigned>(arguments.Number("status", 503, 300, 599));
  fault.retry_after =
      static_cast<unsigned>(arguments.Number("retry_after", 0, 0, kLongest));
  const std::string operation = arguments.Text("operation", "monitor");
  const Elapsed until = Until(arguments);
  const std::map<std::string, Temporary<StatusFault>*> faults = {
      {"monitor", &faults_.monitor_status},
      {"token", &faults_.token_status},
      {"queue", &faults_.queue_status}};
  const auto found = faults.find(operation);
  if (found == faults.end()) {
    arguments.Refuse("operation must be monitor, token or queue");
  }
  if (!arguments.error().empty()) return;
  found->second->Set(fault, until);
}

void Api::InjectDelay(Arguments& arguments) {
  const double delay = arguments.Number("delay_seconds", 1, 0, kLongest);
  const std::string operation = arguments.Text("operation", "all");
  const Elapsed until = Until(arguments);
  if (operation != "all" && operation != "queue") {
    arguments.Refuse("operation must be all or queue");
  }
  if (!arguments.error().empty()) return;
  if (operation == "all") faults_.delay.Set(Seconds<Elapsed>(delay), until);
  faults_.queue_delay.Set(Seconds<Elapsed>(delay), until);
}

void Api::InjectDown(Arguments& arguments) {
  const Elapsed until = Until(arguments);
  if (!arguments.error().empty()) return;
  faults_.down.Set(true, until);
}

void Api::InjectRevoke(Arguments& arguments) {
  if (!arguments.error().empty()) return;
  tokens_.clear();
}

void Api::InjectClear(Arguments& arguments) {
  if (!arguments.error().empty()) return;
  faults_ = Faults{};
}

}  // namespace pitel::simulation
