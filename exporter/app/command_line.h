#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "app/doctor.h"
#include "base/log.h"
#include "base/result.h"
#include "config/shard.h"
#include "fetch/url.h"
#include "serve/options.h"

namespace pitel {

// The values of the flags, with defaults filled in.
struct CommandLine {
  std::filesystem::path config_file = "pitel_exporter.yml";
  bool config_check = false;  // validate, print a summary and end
  bool once = false;          // poll once, print the page and end
  // Ask the exporter there whether it is healthy, and end.
  std::optional<BaseUrl> health_check;
  // Whether that is the first listen address, which may speak TLS, as the web
  // configuration says.
  bool checks_listener = false;
  Shard shard;
  bool runs_doctor = false;  // observe the targets, print a report and end
  DoctorOptions doctor;
  ServerOptions server;
  std::filesystem::path web_config_file;  // empty: none
  bool enable_lifecycle = false;  // clients may reload the configuration
  LogLevel log_level = LogLevel::kInfo;
  LogFormat log_format = LogFormat::kLogfmt;
};

// There is nothing to run: help or version was requested, or a flag is invalid.
struct Ending {
  int status = 0;    // 0, or 2 for a usage error
  std::string text;  // to stdout if status is 0, else to stderr; ends in "\n"

  bool operator==(const Ending&) const = default;
};

// Reads `--flag=value` and `--flag value`. Opens no file and no socket.
Result<CommandLine, Ending> ParseCommandLine(int argc, const char* const* argv);

}  // namespace pitel
