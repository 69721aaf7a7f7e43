#include "app/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <string>

#include "app/version.h"
#include "base/host_port.h"
#include "base/text.h"

namespace pitel {
namespace {

constexpr int kWrongUsage = 2;
constexpr int kMostRequests = 1'000'000;

// These return what is wrong with a value, to be read after the flag's name, or
// "" if nothing is.

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
  if (path == "/" || path == "/config" || path.starts_with("/-/")) {
    return "is taken by another page";
  }
  return "";
}

template <typename T>
auto Setter(T& value, const std::map<std::string, T>& words) {
  return [&value, words](const std::string& word) { value = words.at(word); };
}

void DeclareServer(CLI::App& app, ServerOptions& server) {
  app.add_option("--web.listen-address", server.listen_addresses,
                 "Where to serve: host:port, [IPv6]:port or :port (default " +
                     server.listen_addresses.front() + "); may be repeated.")
      ->option_text("ADDRESS")
      ->allow_extra_args(false)
      ->check(FaultOfValue)
      ->check(FaultOfAddress);
  app.add_option(
         "--web.telemetry-path", server.telemetry_path,
         "Where the metrics are (default " + server.telemetry_path + ").")
      ->option_text("PATH")
      ->check(FaultOfValue)
      ->check(FaultOfPath);
  app.add_option("--web.max-requests", server.max_requests,
                 "Maximum concurrent scrapes; beyond it a stalled one is "
                 "closed, or the new one gets 503; 0: no limit (default " +
                     std::to_string(server.max_requests) + ").")
      ->option_text("NUMBER")
      ->check(FaultOfValue)
      ->check(CLI::Range(0, kMostRequests));
}

void DeclareLog(CLI::App& app, CommandLine& line) {
  const std::map<std::string, LogLevel> levels = {{"debug", LogLevel::kDebug},
                                                  {"info", LogLevel::kInfo},
                                                  {"warn", LogLevel::kWarn},
                                                  {"error", LogLevel::kError}};
  const std::map<std::string, LogFormat> formats = {
      {"logfmt", LogFormat::kLogfmt}, {"json", LogFormat::kJson}};
  app.add_option_function<std::string>(
         "--log.level", Setter(line.log_level, levels),
         "debug, info, warn or error (default info).")
      ->option_text("LEVEL")
      ->check(FaultOfValue)
      ->check(CLI::IsMember(levels));
  app.add_option_function<std::string>("--log.format",
                                       Setter(line.log_format, formats),
                                       "logfmt or json (default logfmt).")
      ->option_text("FORMAT")
      ->check(FaultOfValue)
      ->check(CLI::IsMember(formats));
}

void Declare(CLI::App& app, CommandLine& line) {
  app.set_help_flag("--help,-h", "Print this text and exit.");
  app.set_version_flag("--version", VersionText(),
                       "Print the version and exit.");
  app.add_option(
         "--config.file", line.config_file,
         "The configuration (default " + line.config_file.string() + ").")
      ->option_text("FILE")
      ->check(FaultOfValue);
  auto* const check = app.add_flag(
      "--config.check", line.config_check,
      "Validate the configuration and the secret files, print a summary and "
      "exit: 0 if all is well, else 1.");
  auto* const once = app.add_flag(
      "--once", line.once,
      "Poll every target once, print the metrics and exit: 0 if all of them "
      "are up, else 1.");
  check->disable_flag_override()->excludes(once->disable_flag_override());
  DeclareServer(app, line.server);
  DeclareLog(app, line);
}

Ending WrongUsage(std::string reason) {
  std::replace(reason.begin(), reason.end(), '\n', ' ');
  return {kWrongUsage, "pitel_exporter: " + reason + "; try --help\n"};
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
  Declare(app, line);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return Ending{0, app.help()};
  } catch (const CLI::CallForVersion&) {
    return Ending{0, VersionText() + "\n"};
  } catch (const CLI::Error& error) {
    return WrongUsage(error.what());
  }
  return line;
}

}  // namespace pitel
