#include "app/daemon.h"

#include <utility>

#include "app/descriptors.h"
#include "app/exporter_metrics.h"
#include "app/version.h"
#include "config/effective_config.h"
#include "render/source.h"

namespace pitel {
namespace {

// How long a reload waits for its page: a few times what that takes.
constexpr std::chrono::seconds kMostForPage{2};

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

}  // namespace

void WarnOfShortage(std::size_t polls, std::size_t connections, Log& log) {
  const auto shortage = DescriptorShortage(polls, connections);
  if (shortage) log.Warn("too few file descriptors", {{"detail", *shortage}});
}

Daemon::Daemon(const Startup& startup, WebFile& web_file,
               const ProcessWide& process)
    : command_line_(startup.command_line),
      web_file_(web_file),
      process_(process),
      started_(process.clock.Now()),
      outcome_(started_.wall),
      publisher_(
          [this] {
            const auto [successful, loaded] = outcome_.Read();
            return RenderSource(
                ExporterFamilies(loaded, successful && web_file_.valid(),
                                 process_.log.dropped_lines()),
                "");
          },
          process.clock),
      clients_(process.clock),
      poll_threads_({}, process.clock),
      targets_(clients_, process.clock, process.log, publisher_, poll_threads_),
      reloader_(outcome_, process.clock, process.log),
      server_progress_(process.clock),
      watchdog_({&publisher_, &server_progress_, &poll_threads_, &reloader_},
                process.clock, process.log),
      shown_config_(EffectiveConfig(startup.config)),
      web_reload_(web_file),
      config_reload_(
          command_line_.config_file, command_line_.shard, targets_,
          shown_config_, [this](std::size_t polls) { Follow(polls); },
          process.log) {
  targets_.Apply(targets_.Prepare(startup.config.targets));
  watchdog_.WatchTargets(targets_.watched());
  publisher_.PublishNow();
  server_.emplace(Options(startup), MakeSite(), process_.log);
  if (startup.web.tls) process_.log.Info("serving over TLS");
  for (const std::string& address : server_->addresses()) {
    process_.log.Info("listening", {{"address", address}});
  }
}

ServerOptions Daemon::Options(const Startup& startup) const {
  ServerOptions options = command_line_.server;
  options.web = startup.web;
  options.limits.connections = ConnectionsBeside(
      MostPolls(startup.config.targets), options.limits.connections);
  return options;
}

Site Daemon::MakeSite() {
  Site site{[this] { return publisher_.Current(); },
            [this] { return publisher_.overview(); },
            [this] { return publisher_.ready(); },
            [this] { return *shown_config_.Read(); },
            RenderProcessTail,
            [this] { return watchdog_.Trouble(); },
            std::string(kVersion.number),
            started_,
            process_.clock,
            [this] { return web_file_.Notice(); }};
  if (command_line_.enable_lifecycle) {
    site.reload = [this](Site::Reloaded done) {
      ReloadFor(std::move(done), reloader_);
    };
  }
  return site;
}

void Daemon::Run() {
  publisher_.Start();
  poll_threads_.Start();
  server_progress_.Watch(*server_);
  StartReloading();
  process_.service.Ready();
  watchdog_.Start([this](const std::string& trouble) {
    process_.service.Beat(process_.clock.Now().steady, trouble,
                          [this] { return publisher_.Summary(); });
  });
  process_.stop.Await();
  process_.service.Stopping();
  reloader_.Stop();
  web_file_.Stop();
  watchdog_.Stop();
  poll_threads_.Stop();
  targets_.Stop();
}

// The web configuration may still be refused when it is applied, so it comes
// first.
void Daemon::StartReloading() {
  web_file_.Start([this](const WebConfig& web) { return server_->Use(web); },
                  [this] { publisher_.Refresh(); });
  reloader_.Start({&web_reload_, &config_reload_},
                  [this](bool reloading) { OnReload(reloading); });
  process_.stop.OnHangup([this] { reloader_.Request(); });
}

void Daemon::OnReload(bool reloading) {
  if (reloading) {
    return process_.service.Reloading(process_.clock.Now().steady);
  }
  publisher_.Refresh();
  // Those who hear that the reload is over then see what came of it.
  publisher_.AwaitPublished(kMostForPage);
  process_.service.Ready();
}

void Daemon::Follow(std::size_t polls) {
  const std::size_t most = command_line_.server.limits.connections;
  watchdog_.WatchTargets(targets_.watched());
  server_->LimitConnections(ConnectionsBeside(polls, most));
  WarnOfShortage(polls, most, process_.log);
}

}  // namespace pitel
