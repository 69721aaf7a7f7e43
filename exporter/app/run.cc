#include "app/run.h"

#include <malloc.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <exception>
#include <iostream>
#include <map>
#include <memory>
#include <vector>

#include "app/descriptors.h"
#include "app/doctor.h"
#include "app/exporter_metrics.h"
#include "app/health_check.h"
#include "app/poll_once.h"
#include "app/poll_threads.h"
#include "app/poller.h"
#include "app/publisher.h"
#include "app/schedule.h"
#include "app/server_progress.h"
#include "app/service_manager.h"
#include "app/stop_signals.h"
#include "app/version.h"
#include "app/watchdog.h"
#include "config/config.h"
#include "config/config_check.h"
#include "config/effective_config.h"
#include "config/load_config.h"
#include "config/shard.h"
#include "render/source.h"
#include "serve/server.h"

namespace pitel {
namespace {

using Pollers = std::vector<std::unique_ptr<Poller>>;

// Memory contains credentials and, briefly, phone numbers.
void ForbidCoreDumps() {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0);
}

// By default, malloc keeps a heap for each thread. Memory that is free in one
// cannot be used by the others, so resident memory rises for hours.
void KeepOneHeap() { mallopt(M_ARENA_MAX, 1); }

Pollers MakePollers(const Config& config, HttpClients& clients,
                    const Clock& clock, Log& log, Publisher& publisher) {
  Pollers pollers;
  for (const TargetConfig& target : config.targets) {
    pollers.push_back(
        std::make_unique<Poller>(target, clients, clock, log, publisher));
  }
  return pollers;
}

void KeepShard(const Shard& shard, std::vector<TargetConfig>& targets) {
  std::erase_if(targets, [&](const TargetConfig& target) {
    return ShardOf(target.name, shard.count) != shard.index;
  });
}

// How many polls may have a connection at once.
std::size_t MostPolls(const Config& config) {
  std::map<HostOptions, std::size_t> targets;  // that share connections
  for (const TargetConfig& target : config.targets) ++targets[target.api];
  std::size_t polls = 0;
  for (const auto& [host, count] : targets) {
    polls += std::min(count, PollThreads::Limits().polls_of_host);
  }
  return polls;
}

void StartPollers(const Config& config, SteadyTime now, Pollers& pollers,
                  PollThreads& threads) {
  for (std::size_t i = 0; i < pollers.size(); ++i) {
    const SteadyTime first =
        now +
        FirstPollAfter(config.targets[i].poll.interval, i, pollers.size());
    Poller& poller = *pollers[i];
    poller.Schedule(first);
    threads.Add(poller.host(), first,
                [&poller](const Moment& began) { return poller.Wake(began); });
  }
  threads.Start();
}

int Serve(const ServerOptions& options, const Config& config, StopSignals& stop,
          ServiceManager& service, const Clock& clock, Log& log,
          Publisher& publisher, Pollers& pollers) {
  const Moment started = clock.Now();
  ServerProgress server_progress(clock);
  std::vector<Watched*> watched;
  for (const auto& poller : pollers) watched.push_back(poller.get());
  watched.push_back(&publisher);
  watched.push_back(&server_progress);
  PollThreads poll_threads({}, clock);
  watched.push_back(&poll_threads);
  Watchdog watchdog(std::move(watched), clock, log);
  publisher.PublishNow();
  const Server server(
      options,
      {[&publisher] { return publisher.Current(); },
       [&publisher] { return publisher.overview(); },
       [&publisher] { return publisher.ready(); }, EffectiveConfig(config),
       RenderProcessTail, [&watchdog] { return watchdog.Trouble(); },
       std::string(kVersion.number), started, clock},
      log);
  for (const std::string& address : server.addresses()) {
    log.Info("listening", {{"address", address}});
  }
  publisher.Start();
  StartPollers(config, started.steady, pollers, poll_threads);
  server_progress.Watch(server);
  service.Ready();
  watchdog.Start([&](const std::string& trouble) {
    service.Beat(clock.Now().steady, trouble,
                 [&publisher] { return publisher.Summary(); });
  });
  stop.Await();
  service.Stopping();
  watchdog.Stop();
  poll_threads.Stop();
  for (const auto& poller : pollers) poller->Stop();
  return 0;
}

int PrintHealth(const BaseUrl& url) {
  const std::string problem =
      HealthProblem(url, kHealthCheckTimeout, SystemClock());
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

}  // namespace

int Run(const CommandLine& command_line) {
  KeepOneHeap();
  HoldStandardStreams();
  ForbidCoreDumps();
  std::signal(SIGPIPE, SIG_IGN);
  if (command_line.health_check) return PrintHealth(*command_line.health_check);
  // First of all: in a container, signals without a handler are ignored.
  const sigset_t signals = BlockStopSignals();
  ServiceManager service(TakeServiceEnvironment());
  RaiseDescriptorLimit();
  const bool serves = !command_line.once && !command_line.config_check &&
                      !command_line.runs_doctor;
  Log log(command_line.log_level, command_line.log_format);
  StopSignals stop(signals, serves ? 0 : 1, log);

  auto config = LoadConfig(command_line.config_file);
  if (!config) return PrintProblems(config.error());
  KeepShard(command_line.shard, config->targets);
  const auto secrets = CheckSecretFiles(*config);
  if (!secrets.empty()) return PrintProblems(secrets);
  const std::size_t polls = MostPolls(*config);
  const auto shortage =
      DescriptorShortage(polls, command_line.server.limits.connections);
  if (command_line.config_check) {
    std::cout << ConfigSummary(*config);
    for (const ConfigProblem& warning : config->warnings) {
      std::cout << "Warning: " << warning.Text() << ".\n";
    }
    if (shortage) std::cout << "Warning: " << *shortage << ".\n";
    return 0;
  }

  const SystemClock clock;
  if (command_line.runs_doctor) {
    return RunDoctor(*config, command_line.doctor, stop, clock, log);
  }
  const WallTime loaded = clock.Now().wall;
  Publisher publisher(
      [&] {
        return RenderSource(ExporterFamilies(loaded, log.dropped_lines()), "");
      },
      clock);
  HttpClients clients(clock);
  Pollers pollers = MakePollers(*config, clients, clock, log, publisher);
  if (command_line.once) return PollOnce(pollers, clock, publisher) ? 0 : 1;
  log.Info("starting", {{"version", kVersion.number},
                        {"revision", kVersion.revision},
                        {"targets", config->targets.size()}});
  for (const ConfigProblem& warning : config->warnings) {
    log.Warn("doubtful configuration", {{"detail", warning.Text()}});
  }
  if (shortage) log.Warn("too few file descriptors", {{"detail", *shortage}});
  ServerOptions options = command_line.server;
  options.limits.connections =
      ConnectionsBeside(polls, options.limits.connections);
  try {
    return Serve(options, *config, stop, service, clock, log, publisher,
                 pollers);
  } catch (const std::exception& exception) {
    // Reported here, since a poll that hangs would hold up the destructors.
    std::cerr << "pitel_exporter: " << exception.what() << '\n';
    StopSignals::EndSoon(1);
    return 1;
  }
}

}  // namespace pitel
