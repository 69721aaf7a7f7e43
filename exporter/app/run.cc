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

#include "app/config_reload.h"
#include "app/descriptors.h"
#include "app/doctor.h"
#include "app/exporter_metrics.h"
#include "app/health_check.h"
#include "app/own_config.h"
#include "app/poll_once.h"
#include "app/poll_threads.h"
#include "app/poller.h"
#include "app/publisher.h"
#include "app/reload_outcome.h"
#include "app/reloader.h"
#include "app/server_progress.h"
#include "app/service_manager.h"
#include "app/stop_signals.h"
#include "app/target_set.h"
#include "app/version.h"
#include "app/watchdog.h"
#include "app/web_file.h"
#include "app/web_reload.h"
#include "base/published.h"
#include "config/config.h"
#include "config/config_check.h"
#include "config/effective_config.h"
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

// Lets a client wait for a reload.
void ReloadFor(Site::Reloaded done, Reloader& reloader) {
  reloader.Request([done = std::move(done)](const ConfigProblems& problems) {
    std::string reasons;
    for (const ConfigProblem& problem : problems) {
      reasons += problem.Text() + "\n";
    }
    done(reasons);
  });
}

void WarnOfShortage(std::size_t polls, std::size_t connections, Log& log) {
  const auto shortage = DescriptorShortage(polls, connections);
  if (shortage) log.Warn("too few file descriptors", {{"detail", *shortage}});
}

int Serve(const CommandLine& command_line, const Config& config,
          const WebConfig& web, WebFile& web_file, ReloadOutcome& outcome,
          StopSignals& stop, ServiceManager& service, const Clock& clock,
          Log& log, Publisher& publisher) {
  const Moment started = clock.Now();
  ServerOptions options = command_line.server;
  options.web = web;
  const std::size_t most_connections = options.limits.connections;
  options.limits.connections =
      ConnectionsBeside(MostPolls(config.targets), most_connections);
  HttpClients clients(clock);
  PollThreads poll_threads({}, clock);
  TargetSet targets(clients, clock, log, publisher, poll_threads);
  targets.Apply(targets.Prepare(config.targets));
  Reloader reloader(outcome, clock, log);
  ServerProgress server_progress(clock);
  Watchdog watchdog({&publisher, &server_progress, &poll_threads, &reloader},
                    clock, log);
  watchdog.WatchTargets(targets.watched());
  Published<std::string> shown_config(EffectiveConfig(config));
  publisher.PublishNow();
  Site site{[&publisher] { return publisher.Current(); },
            [&publisher] { return publisher.overview(); },
            [&publisher] { return publisher.ready(); },
            [&shown_config] { return *shown_config.Read(); },
            RenderProcessTail,
            [&watchdog] { return watchdog.Trouble(); },
            std::string(kVersion.number),
            started,
            clock,
            [&web_file] { return web_file.Notice(); }};
  if (command_line.enable_lifecycle) {
    site.reload = [&reloader](Site::Reloaded done) {
      ReloadFor(std::move(done), reloader);
    };
  }
  Server server(options, site, log);
  if (web.tls) log.Info("serving over TLS");
  for (const std::string& address : server.addresses()) {
    log.Info("listening", {{"address", address}});
  }
  publisher.Start();
  poll_threads.Start();
  server_progress.Watch(server);
  web_file.Start([&server](const WebConfig& use) { return server.Use(use); },
                 [&publisher] { publisher.Refresh(); });
  WebReload web_reload(web_file);
  ConfigReload config_reload(
      command_line.config_file, command_line.shard, targets, shown_config,
      [&](std::size_t polls) {
        watchdog.WatchTargets(targets.watched());
        server.LimitConnections(ConnectionsBeside(polls, most_connections));
        WarnOfShortage(polls, most_connections, log);
      },
      log);
  // The web configuration may still be refused when it is applied, so it comes
  // first.
  reloader.Start({&web_reload, &config_reload}, [&](bool reloading) {
    if (reloading) return service.Reloading(clock.Now().steady);
    publisher.Refresh();
    service.Ready();
  });
  stop.OnHangup([&reloader] { reloader.Request(); });
  service.Ready();
  watchdog.Start([&](const std::string& trouble) {
    service.Beat(clock.Now().steady, trouble,
                 [&publisher] { return publisher.Summary(); });
  });
  stop.Await();
  service.Stopping();
  reloader.Stop();
  web_file.Stop();
  watchdog.Stop();
  poll_threads.Stop();
  targets.Stop();
  return 0;
}

// Asks over HTTPS if the web configuration turns TLS on, valid or not.
int PrintHealth(BaseUrl url, const std::filesystem::path& web_config_file) {
  if (!web_config_file.empty() && LoadWebConfig(web_config_file).tls) {
    url.scheme = "https";
  }
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
  ReloadOutcome outcome(clock.Now().wall);
  Publisher publisher(
      [&] {
        const auto [successful, loaded] = outcome.Read();
        return RenderSource(
            ExporterFamilies(loaded, successful && web_file.valid(),
                             log.dropped_lines()),
            "");
      },
      clock);
  if (command_line.once) {
    HttpClients clients(clock);
    const Pollers pollers =
        MakePollers(*config, clients, clock, log, publisher);
    return PollOnce(pollers, clock, publisher) ? 0 : 1;
  }
  log.Info("starting", {{"version", kVersion.number},
                        {"revision", kVersion.revision},
                        {"targets", config->targets.size()}});
  for (const ConfigProblem& warning : Join(config->warnings, web->warnings)) {
    log.Warn("doubtful configuration", {{"detail", warning.Text()}});
  }
  WarnOfShortage(polls, connections, log);
  try {
    return Serve(command_line, *config, *web, web_file, outcome, stop, service,
                 clock, log, publisher);
  } catch (const std::exception& exception) {
    // Reported here, since a poll that hangs would hold up the destructors.
    std::cerr << "pitel_exporter: " << exception.what() << '\n';
    StopSignals::EndSoon(1);
    return 1;
  }
}

}  // namespace pitel
