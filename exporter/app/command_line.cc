#include "app/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "app/health_check.h"
#include "app/version.h"
#include "base/host_port.h"
#include "base/text.h"
#include "config/units.h"

namespace pitel {
namespace {

constexpr int kWrongUsage = 2;
constexpr int kMostRequests = 1'000'000;

// One line for people: "pitel_exporter, version 0.1.0 (revision: ..., ...)".
std::string VersionText() {
  return "pitel_exporter, version " + std::string(kVersion.number) +
         " (revision: " + std::string(kVersion.revision) +
         ", compiler: " + std::string(kVersion.compiler) + ")";
}

// These return what is wrong with a value, to follow the flag's name, or "" if
// nothing is.

// CLI11 takes the next flag for a value that is missing, also after "--flag=".
std::string FaultOfValue(const std::string& value) {
  const bool missing = value.empty() || value.starts_with("--");
  return missing ? "needs a value" : "";
}

std::string FaultOfAddress(const std::string& address) {
  if (ParseHostPort(address)) return "";
  return "must be host:port, [IPv6]:port or :port";
}

std::string FaultOfPath(const std::string& path) {
  if (!path.starts_with('/')) return "must begin with /";
  const bool plain = std::all_of(path.begin(), path.end(), [](char c) {
    return IsVisibleAscii(c) && c != '?' && c != '#' && c != '%' && c != '\\';
  });
  if (!plain) return "must be a plain path, without query or escapes";
  if (path == "/" || path == "/config" || path == "/sd" ||
      path.starts_with("/-/")) {
    return "is taken by another page";
  }
  return "";
}

std::string FaultOfHealthUrl(const std::string& url) {
  const auto parsed = ParseHealthUrl(url);
  return url.empty() || parsed.ok() ? "" : parsed.error().message;
}

std::string FaultOfShard(const std::string& shard) {
  if (ParseShard(shard)) return "";
  return "must be I/N with 0 <= I < N <= " + std::to_string(kMostShards) +
         ", for example 0/4";
}

std::string FaultOfDuration(const std::string& text) {
  const auto duration = ParseDuration(text);
  const bool valid = duration && duration->count() > 0;
  return valid ? "" : "must be a duration above 0, such as 90s or 10m";
}

template <typename T>
CLI::Option* Add(CLI::App& app, const char* flag, T& value, const char* type,
                 const std::string& help, const std::string& usual) {
  return app.add_option(flag, value, help + " (default " + usual + ").")
      ->option_text(type)
      ->check(FaultOfValue);
}

// The value must be one of the words, each with what it means.
template <typename T>
void Choose(CLI::Option* option,
            const std::vector<std::pair<std::string, T>>& words) {
  // The transformation that is added last comes first.
  option->transform(CLI::Transformer(words))->transform(CLI::IsMember(words));
}

void DeclareDoctor(CLI::App& app, CommandLine& line,
                   const std::vector<CLI::Option*>& others) {
  auto* const doctor = app.add_flag(
      "--doctor", line.runs_doctor,
      "Poll every target for a while, print a report about the API with "
      "recommended settings and without personal data, and exit: 0 if every "
      "target responded, else 1.");
  doctor->disable_flag_override();
  for (CLI::Option* const other : others) doctor->excludes(other);
  app.add_option_function<std::string>(
         "--doctor.for",
         [&line](const std::string& text) {
           if (const auto time = ParseDuration(text)) {
             line.doctor.duration = *time;
           }
         },
         "How long it polls; Ctrl-C ends it early (default " +
             FormatDuration(line.doctor.duration) + ").")
      ->option_text("DURATION")
      ->check(FaultOfDuration)
      ->check(FaultOfValue)
      ->needs(doctor);
  app.add_option("--record", line.doctor.record,
                 "Write the responses that --doctor gets to a new file, with "
                 "pseudonyms in place of personal data.")
      ->option_text("FILE")
      ->check(FaultOfValue)
      ->needs(doctor);
}

void DeclareServer(CLI::App& app, ServerOptions& server,
                   std::filesystem::path& web_config_file) {
  auto* const address =
      Add(app, "--web.listen-address", server.listen_addresses, "ADDRESS",
          "Where to serve: host:port, [IPv6]:port or :port; may be repeated",
          server.listen_addresses.front())
          ->allow_extra_args(false)
          ->check(FaultOfAddress);
  app.add_flag("--web.systemd-socket", server.systemd_socket,
               "Serve on the sockets that systemd passes, instead of a listen "
               "address.")
      ->disable_flag_override()
      ->excludes(address);
  Add(app, "--web.telemetry-path", server.telemetry_path, "PATH",
      "Path of the metrics", server.telemetry_path)
      ->check(FaultOfPath);
  Add(app, "--web.config.file", web_config_file, "FILE",
      "TLS, passwords, headers and rate limit of the server, in the format of "
      "Prometheus' exporters",
      "none");
  Add(app, "--web.max-requests", server.max_requests, "NUMBER",
      "Maximum concurrent scrapes; beyond it a stalled one is closed, or the "
      "new one gets 503; 0: no limit",
      std::to_string(server.max_requests))
      ->check(CLI::Range(0, kMostRequests));
}

void DeclareLifecycle(CLI::App& app, bool& enabled) {
  app.add_flag("--web.enable-lifecycle", enabled,
               "Let clients reload the configuration: POST /-/reload. SIGHUP "
               "always reloads it.")
      ->disable_flag_override();
}

// `url` is "" if the flag has no value.
CLI::Option* DeclareHealthCheck(CLI::App& app, std::string& url) {
  return app
      .add_option("--healthcheck", url,
                  "Ask the exporter at this URL, or at the first listen "
                  "address, whether it is healthy, and exit: 0 if it is, else "
                  "1.")
      ->option_text("[URL]")
      ->expected(0, 1)
      ->check(FaultOfHealthUrl);
}

void DeclareShard(CLI::App& app, Shard& shard) {
  app.add_option_function<std::string>(
         "--shard",
         [&shard](const std::string& text) { shard = *ParseShard(text); },
         "Poll only the I-th part of the targets (from 0) that N processes "
         "share (default 0/1).")
      ->option_text("I/N")
      ->check(FaultOfValue)
      ->check(FaultOfShard);
}

void Declare(CLI::App& app, CommandLine& line, std::string& health_url) {
  app.set_help_flag("--help,-h", "Print this text and exit.");
  app.set_version_flag("--version", VersionText(),
                       "Print the version and exit.");
  Add(app, "--config.file", line.config_file, "FILE", "The configuration",
      line.config_file.string());
  auto* const check = app.add_flag(
      "--config.check", line.config_check,
      "Validate the configuration, secrets, TLS files and the web "
      "configuration, print a summary and exit: 0 if they are valid, else 1.");
  auto* const once = app.add_flag(
      "--once", line.once,
      "Poll every target once, print the metrics and exit: 0 if all of them "
      "are up, else 1.");
  check->disable_flag_override()->excludes(once->disable_flag_override());
  const auto health_check = DeclareHealthCheck(app, health_url);
  health_check->excludes(check)->excludes(once);
  DeclareShard(app, line.shard);
  DeclareDoctor(app, line, {check, once, health_check});
  DeclareServer(app, line.server, line.web_config_file);
  DeclareLifecycle(app, line.enable_lifecycle);
  Choose<LogLevel>(Add(app, "--log.level", line.log_level, "LEVEL",
                       "debug, info, warn or error", "info"),
                   {{"debug", LogLevel::kDebug},
                    {"info", LogLevel::kInfo},
                    {"warn", LogLevel::kWarn},
                    {"error", LogLevel::kError}});
  Choose<LogFormat>(
      Add(app, "--log.format", line.log_format, "FORMAT", "logfmt or json",
          "logfmt"),
      {{"logfmt", LogFormat::kLogfmt}, {"json", LogFormat::kJson}});
}

Ending WrongUsage(std::string reason) {
  std::replace(reason.begin(), reason.end(), '\n', ' ');
  return {kWrongUsage, "pitel_exporter: " + reason + "; try --help\n"};
}

// The flags that do not exist, without their values: these may be secrets.
std::string UnknownArguments(const CLI::App& app) {
  std::string flags;
  for (const std::string& argument : app.remaining()) {
    if (!argument.starts_with('-')) continue;
    flags +=
        (flags.empty() ? ": " : ", ") + argument.substr(0, argument.find('='));
  }
  return "unknown arguments" + flags;
}

}  // namespace

Result<CommandLine, Ending> ParseCommandLine(int argc,
                                             const char* const* argv) {
  CommandLine line;
  CLI::App app(
      "Polls Pitel API hosts and serves what it learnt as metrics for "
      "Prometheus.",
      "pitel_exporter");
  app.get_formatter()->column_width(32);
  std::string health_url;
  Declare(app, line, health_url);
  try {
    app.parse(argc, argv);
    if (app.count("--healthcheck") > 0) {
      line.checks_listener = health_url.empty();
      line.health_check = line.checks_listener
                              ? UrlOfListener(line.server.listen_addresses[0])
                              : *ParseHealthUrl(health_url);
    }
  } catch (const CLI::CallForHelp&) {
    return Ending{0, app.help()};
  } catch (const CLI::CallForVersion&) {
    return Ending{0, VersionText() + "\n"};
  } catch (const CLI::ExtrasError&) {
    return WrongUsage(UnknownArguments(app));
  } catch (const CLI::Error& error) {
    return WrongUsage(error.what());
  }
  return line;
}

}  // namespace pitel
