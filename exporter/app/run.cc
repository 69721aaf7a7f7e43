#include "app/run.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <thread>
#include <vector>

#include "app/exporter_metrics.h"
#include "app/poller.h"
#include "app/publisher.h"
#include "app/standard_streams.h"
#include "app/version.h"
#include "base/published.h"
#include "config/config.h"
#include "config/config_check.h"
#include "metric/process.h"
#include "render/pages.h"
#include "serve/server.h"

namespace pitel {
namespace {

constexpr std::chrono::nanoseconds kFirstPollsWithin = std::chrono::seconds(10);
constexpr std::chrono::microseconds kMostForStopping{700'000};

using Pollers = std::vector<std::unique_ptr<Poller>>;

// The memory of this process holds credentials and, for moments, phone numbers.
void ForbidCoreDumps() {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0);
}

// Called before the first thread, so that every thread inherits the mask.
sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    sigaddset(&signals, number);
  }
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

void WaitForStop(const sigset_t& signals, Log& log) {
  while (true) {
    int number = 0;
    if (sigwait(&signals, &number) != 0) continue;
    if (number == SIGHUP) {
      log.Warn("the configuration is read at start only: restart to change it");
      continue;
    }
    log.Info("stopping", {{"signal", number == SIGINT ? "INT" : "TERM"}});
    return;
  }
}

Pollers MakePollers(const Config& config, const Clock& clock, Log& log,
                    Publisher& publisher) {
  Pollers pollers;
  for (const TargetConfig& target : config.targets) {
    pollers.push_back(std::make_unique<Poller>(target, clock, log, publisher));
  }
  return pollers;
}

// Spreads the targets evenly, the same way at each start, so that they do not
// all poll at once; and soon, however long their intervals are.
void StartPollers(const Config& config, SteadyTime now, Pollers& pollers) {
  const auto count = static_cast<std::int64_t>(pollers.size());
  for (std::int64_t i = 0; i < count; ++i) {
    const auto& target = config.targets[static_cast<std::size_t>(i)];
    const auto spread = std::min(target.poll.interval, kFirstPollsWithin);
    pollers[static_cast<std::size_t>(i)]->Start(now + spread / count * i);
  }
}

std::string RenderProcessTail(Format format) {
  return RenderTail(ProcessFamilies(ReadProcessUsage()), format);
}

int PollOnce(const Pollers& pollers, Publisher& publisher) {
  std::atomic<bool> all_good = true;
  {
    std::vector<std::jthread> threads;
    for (const auto& poller : pollers) {
      threads.emplace_back([&] {
        if (!poller->PollOnce()) all_good = false;
      });
    }
  }
  publisher.PublishNow();
  const auto pages = publisher.pages().Read();
  for (const SharedPiece& piece : pages->text.pieces) std::cout << piece->text;
  std::cout << RenderProcessTail(Format::kText) << std::flush;
  return all_good && std::cout ? 0 : 1;
}

// A poll that is counting a huge answer does not look up. Nothing is lost when
// it is cut off. By a timer of the kernel, as a thread may not be to be had.
void EndSoon() {
  std::signal(SIGALRM, [](int) { std::_Exit(0); });
  itimerval timer{};
  timer.it_value.tv_usec = kMostForStopping.count();
  setitimer(ITIMER_REAL, &timer, nullptr);
}

int Serve(const CommandLine& command_line, const Config& config,
          const sigset_t& signals, const Clock& clock, Log& log,
          Publisher& publisher, Pollers& pollers) {
  const Moment started = clock.Now();
  const Published<std::string> effective_config(EffectiveConfig(config));
  publisher.PublishNow();
  const Server server(
      command_line.server,
      {publisher.pages(), publisher.overview(), effective_config,
       RenderProcessTail, std::string(kVersion.number), started, clock},
      log);
  for (const std::string& address : server.addresses()) {
    log.Info("listening", {{"address", address}});
  }
  publisher.Start();
  StartPollers(config, started.steady, pollers);
  WaitForStop(signals, log);
  EndSoon();
  for (const auto& poller : pollers) poller->Stop();
  return 0;
}

int PrintProblems(const ConfigProblems& problems) {
  for (const ConfigProblem& problem : problems) {
    std::cerr << problem.Text() << '\n';
  }
  return 1;
}

}  // namespace

int Run(const CommandLine& command_line) {
  HoldStandardStreams();
  ForbidCoreDumps();
  std::signal(SIGPIPE, SIG_IGN);
  const bool serves = !command_line.once && !command_line.config_check;
  const sigset_t signals = serves ? BlockSignals() : sigset_t{};
  const auto config = LoadConfig(command_line.config_file);
  if (!config) return PrintProblems(config.error());
  const auto secrets = CheckSecretFiles(*config);
  if (!secrets.empty()) return PrintProblems(secrets);
  if (command_line.config_check) {
    std::cout << ConfigSummary(*config);
    return 0;
  }

  const SystemClock clock;
  Log log(command_line.log_level, command_line.log_format);
  const auto exporter_families = ExporterFamilies(clock.Now().wall);
  Publisher publisher(RenderSource(exporter_families.families(), ""), clock);
  Pollers pollers = MakePollers(*config, clock, log, publisher);
  if (command_line.once) return PollOnce(pollers, publisher);
  log.Info("starting", {{"version", kVersion.number},
                        {"revision", kVersion.revision},
                        {"targets", config->targets.size()}});
  return Serve(command_line, *config, signals, clock, log, publisher, pollers);
}

}  // namespace pitel
