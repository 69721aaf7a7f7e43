#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "base/log.h"
#include "base/result.h"
#include "config/load_web_config.h"

namespace pitel {

// The file of --web.config.file. It is read again when it or a file that it
// names changes. If it is not valid then, the last valid configuration stays in
// force.
class WebFile {
 public:
  // `file` may be empty: there is none, and nothing is ever wrong with it.
  // `log` outlives this.
  WebFile(std::filesystem::path file, Log& log);
  WebFile(const WebFile&) = delete;
  WebFile& operator=(const WebFile&) = delete;

  // Reads the file at startup.
  LoadedWebConfig Load();

  // Puts a configuration into force, or says why OpenSSL does not accept it.
  using Use = std::function<std::optional<Error>(const WebConfig&)>;
  // Watches the files on its own thread until Stop or destruction. The
  // functions are called by whichever thread reads, one at a time:
  // `on_outcome` after each reading, when the methods below tell of it.
  void Start(Use use, std::function<void()> on_outcome);
  void Stop();

  // The files that matter, in the state in which they are before a reading.
  using Files = std::map<std::filesystem::path, std::string>;
  struct Reading {
    LoadedWebConfig loaded;
    Files files;
  };
  // Reads the file now, and changes nothing. Any thread.
  Reading Read() const;
  // Puts what was read into force, and returns its problems. If it has any,
  // the configuration in force stays. After Start; any thread.
  ConfigProblems Accept(const Reading& reading);
  // Both at once.
  ConfigProblems Reload() { return Accept(Read()); }

  // Whether nothing was wrong when the file was last read. Any thread.
  bool valid() const { return Notice().empty(); }
  // A notice for people; empty if nothing is wrong. Any thread.
  std::string Notice() const;

  static constexpr std::chrono::milliseconds kBetweenChecks{500};

 private:
  void Run(const std::stop_token& stop);
  void LogOutcome(const LoadedWebConfig& loaded,
                  const ConfigProblems& problems);

  const std::filesystem::path file_;
  Log& log_;
  Use use_;
  std::function<void()> on_outcome_;

  std::mutex accepting_;  // held while a reading is put into force

  mutable std::mutex mutex_;  // guards these
  Files files_;               // before the last reading
  std::string notice_;
  std::condition_variable_any stopping_;
  std::jthread thread_;
};

}  // namespace pitel
