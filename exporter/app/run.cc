#include "app/run.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <vector>

#include "app/exporter_metrics.h"
#include "app/poll_once.h"
#include "app/poller.h"
#include "app/process_tail.h"
#include "app/publisher.h"
#include "app/standard_streams.h"
#include "app/version.h"
#include "app/watchdog.h"
#include "base/descriptors.h"
#include "base/published.h"
#include "config/config.h"
#include "config/config_check.h"
#include "render/pages.h"
#include "serve/server.h"

namespace pitel {
namespace {

constexpr std::chrono::nanoseconds kFirstPollsWithin = std::chrono::seconds(10);
constexpr std::chrono::microseconds kMostForStopping{700'000};

using Pollers = std::vector<std::unique_ptr<Poller>>;

// Lets the watchdog watch the server's event loop.
class ServerProgress final : public Watched {
 public:
  explicit ServerProgress(const Clock& clock) : clock_(clock) {}

  // `server` outlives the watchdog's thread.
  void Watch(const Server& server) { server_ = &server; }

  std::string_view Name() const override { return "the HTTP server"; }
  std::string_view Doing() const override { return "serving requests"; }
  std::chrono::nanoseconds Overdue() const override {
    const Server* server = server_;
    if (server == nullptr) return std::chrono::nanoseconds(0);
    return clock_.Now().steady - server->last_progress();
  }
  std::chrono::nanoseconds Patience() const override {
    return std::chrono::seconds(10);
  }
  void Check() override {}

 private:
  const Clock& clock_;
  std::atomic<const Server*> server_ = nullptr;
};

// The memory of this process holds credentials and, for moments, phone numbers.
void ForbidCoreDumps() {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0);
}

// Called before the first thread, so that every thread inherits the mask.
sigset_t Block(std::initializer_list<int> numbers) {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : numbers) sigaddset(&signals, number);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

// Ends the process soon, whatever its polls do: one that is counting a huge
// response does not check for a stop, and one that hangs in a system call does
// not return. Nothing is lost if they are cut off. Uses a kernel timer, since
// there may be no memory for a thread.
void EndSoon() {
  std::signal(SIGALRM, [](int) { std::_Exit(0); });
  itimerval timer{};
  timer.it_value.tv_usec = kMostForStopping.count();
  setitimer(ITIMER_REAL, &timer, nullptr);
}

void WaitForStop(const sigset_t& signals, Log& log) {
  while (true) {
    int number = 0;
    if (sigwait(&signals, &number) != 0) continue;
    if (number == SIGHUP) {
      log.Warn("the configuration is read at start only: restart to change it");
      continue;
    }
    EndSoon();
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

int Serve(const CommandLine& command_line, const Config& config,
          const sigset_t& signals, const Clock& clock, Log& log,
          Publisher& publisher, Pollers& pollers) {
  const Moment started = clock.Now();
  const Published<std::string> effective_config(EffectiveConfig(config));
  ServerProgress server_progress(clock);
  std::vector<Watched*> watched;
  for (const auto& poller : pollers) watched.push_back(poller.get());
  watched.push_back(&publisher);
  watched.push_back(&server_progress);
  Watchdog watchdog(std::move(watched), log);
  publisher.PublishNow();
  const Server server(
      command_line.server,
      {[&publisher] { return publisher.Current(); }, publisher.overview(),
       effective_config, RenderProcessTail,
       [&watchdog] { return watchdog.Trouble(); }, std::string(kVersion.number),
       started, clock},
      log);
  for (const std::string& address : server.addresses()) {
    log.Info("listening", {{"address", address}});
  }
  publisher.Start();
  StartPollers(config, started.steady, pollers);
  server_progress.Watch(server);
  watchdog.Start();
  WaitForStop(signals, log);
  watchdog.Stop();
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
  RaiseDescriptorLimit();
  Block({SIGHUP});  // until WaitForStop handles it
  const auto config = LoadConfig(command_line.config_file);
  if (!config) return PrintProblems(config.error());
  const auto secrets = CheckSecretFiles(*config);
  if (!secrets.empty()) return PrintProblems(secrets);
  const auto shortage = DescriptorShortage(
      config->targets.size(), command_line.server.limits.connections);
  if (command_line.config_check) {
    std::cout << ConfigSummary(*config);
    if (shortage) std::cout << "Warning: " << *shortage << ".\n";
    return 0;
  }

  sigset_t signals{};
  if (!command_line.once) signals = Block({SIGINT, SIGTERM, SIGHUP});
  const SystemClock clock;
  const WallTime loaded = clock.Now().wall;
  Log log(command_line.log_level, command_line.log_format);
  Publisher publisher(
      [&] {
        const auto families = ExporterFamilies(loaded, log.dropped_lines());
        return RenderSource(families.families(), "");
      },
      clock);
  Pollers pollers = MakePollers(*config, clock, log, publisher);
  if (command_line.once) return PollOnce(pollers, publisher) ? 0 : 1;
  log.Info("starting", {{"version", kVersion.number},
                        {"revision", kVersion.revision},
                        {"targets", config->targets.size()}});
  if (shortage) log.Warn("too few file descriptors", {{"detail", *shortage}});
  return Serve(command_line, *config, signals, clock, log, publisher, pollers);
}

}  // namespace pitel
