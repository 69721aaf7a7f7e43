#pragma once

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <vector>

#include "base/log.h"
#include "base/result.h"
#include "config/load_web_config.h"

namespace pitel {

// The file of --web.config.file, which is read again when it or a file that it
// names has changed. A file that is not valid leaves the last valid one in
// force.
class WebFile {
 public:
  // What is told of a reading; the functions are called by the thread that
  // reads, one at a time.
  struct Listener {
    // Puts a configuration into force, or says why that is not possible.
    std::function<std::optional<Error>(const WebConfig&)> use;
    // The outcome has been stored, and may be another than before.
    std::function<void()> on_outcome;
  };

  // `file` may be empty: there is none, which counts as valid. `log` outlives
  // this.
  WebFile(std::filesystem::path file, Log& log);
  WebFile(const WebFile&) = delete;
  WebFile& operator=(const WebFile&) = delete;

  // Reads the file at startup, before Start.
  Result<WebConfig, ConfigProblems> Load();
  // Watches the files on its own thread until Stop or destruction.
  void Start(Listener listener);
  void Stop();

  // A reading of the file, with the state of the files before it.
  struct Reading {
    LoadedWebConfig loaded;
    std::vector<std::optional<struct stat>> state;
  };
  // Reads the file now and changes nothing. Any thread.
  Reading Read() const;
  // Puts what was read into force, and returns its problems; with any, nothing
  // changes. After Start; any thread.
  ConfigProblems Accept(const Reading& reading);
  // Both.
  ConfigProblems Reload() { return Accept(Read()); }

  // Whether the file was valid when it was last read. Any thread.
  bool valid() const { return valid_; }
  // What people should know about the file; empty if it is valid. Any thread.
  std::string Notice() const;

  static constexpr std::chrono::milliseconds kBetweenChecks{500};

 private:
  using FileState = decltype(Reading::state);

  static FileState StateOf(const std::vector<std::filesystem::path>& files);
  std::vector<std::filesystem::path> Files() const;
  void Remember(const Reading& reading);
  void Log(const LoadedWebConfig& loaded);
  void Run(const std::stop_token& stop);

  const std::filesystem::path file_;
  pitel::Log& log_;
  Listener listener_;
  std::atomic<bool> valid_ = true;
  std::mutex accepting_;  // held while a reading is put into force

  mutable std::mutex mutex_;  // guards these
  std::vector<std::filesystem::path> named_files_;  // by the last reading
  FileState state_;                                 // before it
  ConfigProblems problems_;                         // found by it
  std::condition_variable_any stopping_;
  std::jthread thread_;
};

}  // namespace pitel
