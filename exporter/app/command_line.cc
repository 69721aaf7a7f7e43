#include "app/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "app/version.h"
#include "base/host_port.h"
#include "base/number.h"
#include "base/text.h"

namespace pitel {
namespace {

constexpr int kWrongUsage = 2;

// What is wrong with a value, if anything, to be read after the flag's name.
using Fault = std::optional<std::string>;

// The values as they were given, or their defaults.
struct Words {
  std::string config_file = "pitel_exporter.yml";
  bool config_check = false;
  bool once = false;
  std::vector<std::string> listen_addresses = {":10748"};
  std::string telemetry_path = "/metrics";
  std::string max_requests = "40";
  std::string log_level = "info";
  std::string log_format = "logfmt";
};

Fault FaultOfAddress(const std::string& address) {
  if (ParseHostPort(address)) return std::nullopt;
  return "must be host:port, [IPv6]:port or :port";
}

Fault FaultOfPath(const std::string& path) {
  if (!path.starts_with('/')) return "must begin with /";
  const bool plain = std::all_of(path.begin(), path.end(), [](char c) {
    return IsVisibleAscii(c) && c != '?' && c != '#' && c != '%' && c != '\\';
  });
  if (!plain) return "must be a plain path, without query or escapes";
  if (path == "/" || path == "/config" || path.starts_with("/-/")) {
    return "is taken by another page";
  }
  return std::nullopt;
}

template <typename T>
using Choice = std::pair<std::string_view, T>;

constexpr Choice<LogLevel> kLogLevels[] = {{"debug", LogLevel::kDebug},
                                           {"info", LogLevel::kInfo},
                                           {"warn", LogLevel::kWarn},
                                           {"error", LogLevel::kError}};
constexpr Choice<LogFormat> kLogFormats[] = {{"logfmt", LogFormat::kLogfmt},
                                             {"json", LogFormat::kJson}};

template <typename T, std::size_t size>
Fault Choose(std::string_view word, const Choice<T> (&choices)[size],
             T& value) {
  std::string names;
  for (const auto& [name, choice] : choices) {
    if (name == word) {
      value = choice;
      return std::nullopt;
    }
    names += (names.empty() ? "" : ", ") + std::string(name);
  }
  return "must be one of " + names;
}

void Declare(CLI::App& app, Words& words) {
  const auto text = [&](const char* flag, std::string& value, const char* type,
                        const std::string& help) {
    app.add_option(flag, value, help + " (default " + value + ").")
        ->type_name(type);
  };
  const auto truth = [&](const char* flag, bool& value, const char* help) {
    app.add_flag(flag, value, help)->disable_flag_override();
  };
  app.set_help_flag("--help,-h", "Print this text and exit.");
  app.set_version_flag("--version", VersionText(),
                       "Print the version and exit.");
  text("--config.file", words.config_file, "FILE", "The configuration");
  truth("--config.check", words.config_check,
        "Validate the configuration and the secret files, print a summary and "
        "exit: 0 if all is well, else 1.");
  truth("--once", words.once,
        "Poll every target once, print the metrics and exit: 0 if all of them "
        "are up, else 1.");
  app.add_option("--web.listen-address", words.listen_addresses,
                 "Where to serve: host:port, [IPv6]:port or :port (default " +
                     words.listen_addresses.front() + "); may be repeated.")
      ->option_text("ADDRESS")
      ->allow_extra_args(false);
  text("--web.telemetry-path", words.telemetry_path, "PATH",
       "Where the metrics are");
  text("--web.max-requests", words.max_requests, "NUMBER",
       "Maximum concurrent scrapes; beyond it a stalled one is closed, or the "
       "new one gets 503; 0: no limit");
  text("--log.level", words.log_level, "LEVEL", "debug, info, warn or error");
  text("--log.format", words.log_format, "FORMAT", "logfmt or json");
}

// Takes over what was given; the first that is wrong is the fault.
Fault Convert(const Words& words, CommandLine& line) {
  line.config_file = words.config_file;
  line.config_check = words.config_check;
  line.once = words.once;
  line.server.listen_addresses = words.listen_addresses;
  line.server.telemetry_path = words.telemetry_path;
  if (words.config_file.empty()) return "--config.file must not be empty";
  if (line.config_check && line.once) {
    return "--config.check and --once exclude each other";
  }
  for (const auto& address : words.listen_addresses) {
    if (const auto fault = FaultOfAddress(address)) {
      return "--web.listen-address " + *fault;
    }
  }
  if (const auto fault = FaultOfPath(words.telemetry_path)) {
    return "--web.telemetry-path " + *fault;
  }
  const auto max_requests = ParseNumber<std::size_t>(words.max_requests);
  if (!max_requests) {
    return "--web.max-requests must be a whole number, 0 for no limit";
  }
  line.server.max_requests = *max_requests;
  if (const auto fault = Choose(words.log_level, kLogLevels, line.log_level)) {
    return "--log.level " + *fault;
  }
  if (const auto fault =
          Choose(words.log_format, kLogFormats, line.log_format)) {
    return "--log.format " + *fault;
  }
  return std::nullopt;
}

// A flag that lacks its value. CLI11 would take the next flag for it, also
// after "--flag=".
Fault FaultOfLackingValue(const CLI::App& app, int argc,
                          const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    const auto equals = std::min(word.find('='), word.size());
    const std::string name(word.substr(0, equals));
    const CLI::Option* option = app.get_option_no_throw(name);
    if (option == nullptr || option->get_items_expected_max() == 0) continue;
    const bool lacks_value =
        equals < word.size()
            ? equals + 1 == word.size()
            : i + 1 == argc || std::string_view(argv[i + 1]).starts_with("--");
    if (lacks_value) return name + " needs a value";
    if (equals == word.size()) ++i;
  }
  return std::nullopt;
}

Ending WrongUsage(std::string reason) {
  std::replace(reason.begin(), reason.end(), '\n', ' ');
  return {kWrongUsage, "pitel_exporter: " + reason + "; try --help\n"};
}

}  // namespace

Result<CommandLine, Ending> ParseCommandLine(int argc,
                                             const char* const* argv) {
  Words words;
  CLI::App app(
      "Polls Pitel API hosts and serves what it learnt as metrics for "
      "Prometheus.",
      "pitel_exporter");
  app.get_formatter()->column_width(32);
  Declare(app, words);
  if (auto fault = FaultOfLackingValue(app, argc, argv)) {
    return WrongUsage(*std::move(fault));
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return Ending{0, app.help()};
  } catch (const CLI::CallForVersion&) {
    return Ending{0, VersionText() + "\n"};
  } catch (const CLI::Error& error) {
    return WrongUsage(error.what());
  }
  CommandLine line;
  if (auto fault = Convert(words, line)) return WrongUsage(*std::move(fault));
  return line;
}

}  // namespace pitel
