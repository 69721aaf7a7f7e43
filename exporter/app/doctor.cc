#include "app/doctor.h"

#include <unistd.h>

#include <algorithm>
#include <deque>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "app/doctor_target.h"
#include "app/poll_threads.h"
#include "app/schedule.h"
#include "app/version.h"
#include "base/line_writer.h"
#include "config/units.h"
#include "doctor/recorder.h"
#include "doctor/report.h"
#include "fetch/http_clients.h"

namespace pitel {
namespace {

// How often progress is shown: in place on a terminal, else as a line.
constexpr std::chrono::seconds kOnTerminal{1};
constexpr std::chrono::seconds kOtherwise{30};
constexpr std::size_t kTerminalWidth = 79;
// Targets whose progress is shown one by one.
constexpr std::size_t kMostShown = 4;

// Shows the doctor's progress on standard error, without waiting for its
// reader.
class ProgressLine {
 public:
  ProgressLine()
      : on_terminal_(isatty(STDERR_FILENO) == 1),
        writer_(STDERR_FILENO, [](std::uint64_t) { return std::string(); }) {}

  std::chrono::seconds interval() const {
    return on_terminal_ ? kOnTerminal : kOtherwise;
  }
  void Show(const std::string& text) {
    // A line that wraps could not be overwritten.
    writer_.Write(on_terminal_ ? "\r\x1b[K" + text.substr(0, kTerminalWidth)
                               : text + "\n");
  }
  // Leaves the line on a terminal; waits until all is written.
  void End() {
    if (on_terminal_) writer_.Write("\n");
    writer_.Flush();
  }

 private:
  const bool on_terminal_;
  LineWriter writer_;
};

// The targets while they are polled.
class Visit {
 public:
  Visit(const Config& config, Recorder* recorder, const Clock& clock, Log& log)
      : config_(config), clock_(clock), clients_(clock), threads_({}, clock) {
    for (const TargetConfig& target : config.targets) {
      targets_.emplace_back(target, targets_.size() + 1, clients_, recorder,
                            clock, log);
    }
  }

  // Every target is polled within half of `duration`.
  void Start(std::chrono::nanoseconds duration) {
    const SteadyTime now = clock_.Now().steady;
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      DoctorTarget& target = targets_[i];
      const SteadyTime first =
          now + FirstPollAfter(
                    std::min(config_.targets[i].poll.interval, duration / 2), i,
                    targets_.size());
      target.Schedule(first);
      threads_.Add(target.host(), first, [&target](const Moment& began) {
        return target.Wake(began);
      });
    }
    threads_.Start();
  }

  // Cancels the polls that are under way, without waiting until they end.
  void Stop() {
    threads_.Stop();
    for (DoctorTarget& target : targets_) target.Stop();
  }

  std::vector<ObservedTarget> Observed() const {
    std::vector<ObservedTarget> observed;
    for (const DoctorTarget& target : targets_) {
      observed.push_back(target.Observed());
    }
    return observed;
  }

 private:
  const Config& config_;
  const Clock& clock_;
  HttpClients clients_;
  std::deque<DoctorTarget> targets_;
  PollThreads threads_;  // ends first
};

std::string ProgressText(std::chrono::nanoseconds passed,
                         std::chrono::nanoseconds whole,
                         const std::vector<ObservedTarget>& targets) {
  std::string text =
      FormatDuration(std::chrono::floor<std::chrono::seconds>(passed)) +
      " of " + FormatDuration(whole);
  const std::size_t shown = std::min(targets.size(), kMostShown);
  for (std::size_t i = 0; i < shown; ++i) {
    text += "; " + DoctorProgress(i + 1, targets[i].observations);
  }
  if (shown < targets.size()) {
    text += "; and " + std::to_string(targets.size() - shown) + " more";
  }
  return text;
}

}  // namespace

int RunDoctor(const Config& config, const DoctorOptions& options,
              StopSignals& stop, const Clock& clock, Log& log) {
  std::unique_ptr<Recorder> recorder;
  if (!options.record.empty()) {
    auto created = Recorder::Create(options.record);
    if (!created) {
      std::cerr << "pitel_exporter: " << created.error().message << '\n';
      return 1;
    }
    recorder = *std::move(created);
  }
  Visit visit(config, recorder.get(), clock, log);
  ProgressLine progress;
  progress.Show("polling for " + FormatDuration(options.duration) +
                "; Ctrl-C ends it early and still prints the report");
  const SteadyTime began = clock.Now().steady;
  const SteadyTime end = began + options.duration;
  visit.Start(options.duration);
  for (SteadyTime now = began; now < end; now = clock.Now().steady) {
    const auto left = end - now;
    if (stop.AwaitFor(
            std::min<std::chrono::nanoseconds>(left, progress.interval()))) {
      break;
    }
    progress.Show(ProgressText(clock.Now().steady - began, options.duration,
                               visit.Observed()));
  }
  visit.Stop();
  progress.End();
  const std::vector<ObservedTarget> observed = visit.Observed();
  std::cout << DoctorReport(kVersion.number, observed) << std::flush;
  const bool all_responded = std::all_of(
      observed.begin(), observed.end(),
      [](const auto& target) { return target.observations.responses > 0; });
  const bool recorded = recorder == nullptr || recorder->complete();
  if (!recorded) {
    std::cerr << "pitel_exporter: the recording ends early: it could not be "
                 "written\n";
  }
  const int status = all_responded && recorded && std::cout ? 0 : 1;
  // A poll that hangs would hold up the destructors.
  StopSignals::EndSoon(status);
  return status;
}

}  // namespace pitel
