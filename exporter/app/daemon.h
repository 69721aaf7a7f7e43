// Tested in process_test.py and reload_test.py.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include "app/command_line.h"
#include "app/config_reload.h"
#include "app/poll_threads.h"
#include "app/publisher.h"
#include "app/reload_outcome.h"
#include "app/reloader.h"
#include "app/server_progress.h"
#include "app/service_manager.h"
#include "app/stop_signals.h"
#include "app/target_set.h"
#include "app/watchdog.h"
#include "app/web_file.h"
#include "app/web_reload.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/published.h"
#include "config/config.h"
#include "config/web_config.h"
#include "fetch/http_clients.h"
#include "serve/server.h"

namespace pitel {

// What the process was started with.
struct Startup {
  const CommandLine& command_line;
  const Config& config;
  const WebConfig& web;
};

// What the process has once.
struct ProcessWide {
  StopSignals& stop;
  ServiceManager& service;
  const Clock& clock;
  Log& log;
};

// The exporter at work: it polls, serves and reloads its configuration until it
// is asked to stop.
class Daemon {
 public:
  // All of them outlive this. Binds the addresses, and throws
  // std::runtime_error if it cannot.
  Daemon(const Startup& startup, WebFile& web_file, const ProcessWide& process);
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  // Returns once the process was asked to stop and everything has stopped.
  void Run();

 private:
  Site MakeSite();
  ServerOptions Options(const Startup& startup) const;
  void StartReloading();
  void OnReload(bool reloading);
  // After the targets have changed: as many polls may be under way.
  void Follow(std::size_t polls);

  const CommandLine& command_line_;
  WebFile& web_file_;
  const ProcessWide process_;
  const Moment started_;
  ReloadOutcome outcome_;
  Publisher publisher_;
  HttpClients clients_;
  PollThreads poll_threads_;
  TargetSet targets_;
  Reloader reloader_;
  ServerProgress server_progress_;
  Watchdog watchdog_;
  Published<std::string> shown_config_;
  std::optional<Server> server_;
  WebReload web_reload_;
  ConfigReload config_reload_;
};

// Warns if too few files may be open for these polls and connections.
void WarnOfShortage(std::size_t polls, std::size_t connections, Log& log);

}  // namespace pitel
