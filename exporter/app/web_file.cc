#include "app/web_file.h"

#include <sys/stat.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "base/thread.h"

namespace pitel {
namespace {

// What changes when a file is written or replaced, or when another may read it;
// empty if there is none.
std::string StateOf(const std::filesystem::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return "";
  std::string state;
  for (const auto number : {static_cast<long long>(status.st_dev),
                            static_cast<long long>(status.st_ino),
                            static_cast<long long>(status.st_size),
                            static_cast<long long>(status.st_ctim.tv_sec),
                            static_cast<long long>(status.st_ctim.tv_nsec)}) {
    state += std::to_string(number) + " ";
  }
  return state;
}

// The same files, as they are now.
WebFile::Files Now(WebFile::Files files) {
  for (auto& [file, state] : files) state = StateOf(file);
  return files;
}

}  // namespace

WebFile::WebFile(std::filesystem::path file, Log& log)
    : file_(std::move(file)), log_(log) {}

LoadedWebConfig WebFile::Load() {
  Reading reading = Read();
  const std::lock_guard lock(mutex_);
  files_ = std::move(reading.files);
  return std::move(reading.loaded);
}

void WebFile::Start(Use use, std::function<void()> on_outcome) {
  use_ = std::move(use);
  on_outcome_ = std::move(on_outcome);
  if (file_.empty()) return;
  thread_ = StartThread("watching the web configuration",
                        [this](const std::stop_token& stop) { Run(stop); });
}

void WebFile::Stop() { thread_ = {}; }

// The state of the files must be older than what is read of them, so that no
// change is missed; but only the reading tells which files matter.
WebFile::Reading WebFile::Read() const {
  if (file_.empty()) return {{WebConfig()}, {}};
  Files files{{file_, ""}};
  while (true) {
    files = Now(std::move(files));
    Reading reading{LoadWebConfig(file_), files};
    Files named{{file_, ""}};
    for (const auto& file : reading.loaded.files) named[file];
    const bool complete = std::ranges::equal(
        named, files, {}, &Files::value_type::first, &Files::value_type::first);
    if (complete) return reading;
    files = std::move(named);
  }
}

ConfigProblems WebFile::Accept(const Reading& reading) {
  if (file_.empty()) return {};
  const std::lock_guard accepting(accepting_);
  const auto& config = reading.loaded.config;
  ConfigProblems problems;
  if (!config) {
    problems = config.error();
  } else if (const auto error = use_(*config)) {
    problems = {{file_, {}, error->message}};
  }
  std::string notice;
  if (!problems.empty()) {
    notice =
        "The web configuration was refused, and the last valid one is in "
        "force: " +
        problems.front().Text();
  }
  {
    const std::lock_guard lock(mutex_);
    files_ = reading.files;
    notice_ = std::move(notice);
  }
  LogOutcome(reading.loaded, problems);
  on_outcome_();
  return problems;
}

void WebFile::LogOutcome(const LoadedWebConfig& loaded,
                         const ConfigProblems& problems) {
  if (!problems.empty()) {
    return log_.Error(
        "web configuration refused, keeping the last valid one",
        {{"problem", problems.front().Text()}, {"problems", problems.size()}});
  }
  log_.Info("web configuration loaded", {{"file", file_.string()}});
  for (const ConfigProblem& warning : loaded.config->warnings) {
    log_.Warn("web configuration warning", {{"detail", warning.Text()}});
  }
}

std::string WebFile::Notice() const {
  const std::lock_guard lock(mutex_);
  return notice_;
}

// Files that are still changing are read once they have stayed the same from
// one check to the next, so that a certificate is not read without its new key.
void WebFile::Run(const std::stop_token& stop) {
  Files before;
  std::unique_lock lock(mutex_);
  const auto never = [] { return false; };
  while (!stop.stop_requested()) {
    stopping_.wait_for(lock, stop, kBetweenChecks, never);
    if (stop.stop_requested()) return;
    const Files read = files_;
    lock.unlock();
    try {
      Files now = Now(read);
      if (now != read && now == before) Reload();
      before = std::move(now);
    } catch (const std::exception& error) {
      log_.Error("the web configuration cannot be checked",
                 {{"reason", std::string(error.what())}});
    }
    lock.lock();
  }
}

}  // namespace pitel
