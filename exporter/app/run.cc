#include "app/run.h"

#include <malloc.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <csignal>
#include <exception>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/daemon.h"
#include "app/descriptors.h"
#include "app/doctor.h"
#include "app/exporter_metrics.h"
#include "app/health_check.h"
#include "app/own_config.h"
#include "app/poll_once.h"
#include "app/poller.h"
#include "app/publisher.h"
#include "app/service_manager.h"
#include "app/stop_signals.h"
#include "app/version.h"
#include "app/web_file.h"
#include "config/config_check.h"
#include "config/load_web_config.h"
#include "render/source.h"

namespace pitel {
namespace {

// Memory contains credentials and, briefly, phone numbers.
void ForbidCoreDumps() {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0);
}

// By default, malloc keeps a heap for each thread. Memory that is free in one
// cannot be used by the others, so resident memory rises for hours.
void KeepOneHeap() { mallopt(M_ARENA_MAX, 1); }

int PrintOnce(const Config& config, const Clock& clock, Log& log) {
  const WallTime loaded = clock.Now().wall;
  Publisher publisher(
      [&] {
        return RenderSource(ExporterFamilies(loaded, true, log.dropped_lines()),
                            "");
      },
      clock);
  HttpClients clients(clock);
  std::vector<std::unique_ptr<Poller>> pollers;
  for (const TargetConfig& target : config.targets) {
    pollers.push_back(
        std::make_unique<Poller>(target, clients, clock, log, publisher));
  }
  return PollOnce(pollers, clock, publisher) ? 0 : 1;
}

// `web_config_file` is that of the listener at `url`, if it has one.
int PrintHealth(const BaseUrl& url,
                const std::filesystem::path& web_config_file) {
  const SystemClock clock;
  const std::string problem =
      web_config_file.empty()
          ? HealthProblem(url, kHealthCheckTimeout, clock)
          : ListenerProblem(url, LoadWebConfig(web_config_file).tls,
                            kHealthCheckTimeout, clock);
  if (problem.empty()) return 0;
  std::cerr << "pitel_exporter: " << problem << '\n';
  return 1;
}

int PrintProblems(const ConfigProblems& problems) {
  for (const ConfigProblem& problem : problems) {
    std::cerr << problem.Text() << '\n';
  }
  return 1;
}

ConfigProblems Join(ConfigProblems some, const ConfigProblems& others) {
  some.insert(some.end(), others.begin(), others.end());
  return some;
}

}  // namespace

int Run(const CommandLine& command_line) {
  KeepOneHeap();
  HoldStandardStreams();
  ForbidCoreDumps();
  std::signal(SIGPIPE, SIG_IGN);
  if (command_line.health_check) {
    return PrintHealth(
        *command_line.health_check,
        command_line.checks_listener ? command_line.web_config_file : "");
  }
  // First of all: in a container, signals without a handler are ignored.
  const sigset_t signals = BlockStopSignals();
  ServiceManager service(TakeServiceEnvironment());
  RaiseDescriptorLimit();
  const bool serves = !command_line.once && !command_line.config_check &&
                      !command_line.runs_doctor;
  Log log(command_line.log_level, command_line.log_format);
  StopSignals stop(signals, serves ? 0 : 1, log);

  const auto config =
      LoadOwnConfig(command_line.config_file, command_line.shard);
  WebFile web_file(command_line.web_config_file, log);
  const auto web = web_file.Load().config;
  if (!web) PrintProblems(web.error());
  if (!config) PrintProblems(config.error());
  if (!config || !web) return 1;
  const std::size_t polls = MostPolls(config->targets);
  const std::size_t connections = command_line.server.limits.connections;
  if (command_line.config_check) {
    std::cout << ConfigSummary(*config);
    if (!command_line.web_config_file.empty()) {
      std::cout << WebConfigSummary(*web);
    }
    for (const ConfigProblem& warning : Join(config->warnings, web->warnings)) {
      std::cout << "Warning: " << warning.Text() << ".\n";
    }
    if (const auto shortage = DescriptorShortage(polls, connections)) {
      std::cout << "Warning: " << *shortage << ".\n";
    }
    return 0;
  }

  const SystemClock clock;
  if (command_line.runs_doctor) {
    return RunDoctor(*config, command_line.doctor, stop, clock, log);
  }
  if (command_line.once) return PrintOnce(*config, clock, log);
  log.Info("starting", {{"version", kVersion.number},
                        {"revision", kVersion.revision},
                        {"targets", config->targets.size()}});
  for (const ConfigProblem& warning : Join(config->warnings, web->warnings)) {
    log.Warn("configuration warning", {{"detail", warning.Text()}});
  }
  WarnOfShortage(polls, connections, log);
  try {
    Daemon({command_line, *config, *web}, web_file, {stop, service, clock, log})
        .Run();
    return 0;
  } catch (const std::exception& exception) {
    // Reported here, since a poll that hangs would hold up the destructors.
    std::cerr << "pitel_exporter: " << exception.what() << '\n';
    StopSignals::EndSoon(1);
    return 1;
  }
}

}  // namespace pitel
