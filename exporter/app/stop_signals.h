#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <functional>
#include <mutex>
#include <thread>

#include "base/log.h"

namespace pitel {

// Blocks the signals that StopSignals handles. Called before the first thread
// starts, so that every thread inherits the mask.
sigset_t BlockStopSignals();

// Waits for SIGINT, SIGTERM and SIGHUP on its own thread. Once one of the first
// two arrives, the process ends within a second, whatever it is doing: starting
// up, counting a huge response or hanging in a system call.
class StopSignals {
 public:
  // `blocked` is the result of BlockStopSignals. A process that does not end by
  // itself in time ends with `status`. `log` outlives this.
  StopSignals(const sigset_t& blocked, int status, Log& log);
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  // Returns once a signal has asked the process to stop.
  void Await();
  // Returns whether a signal has done so within `patience`.
  bool AwaitFor(std::chrono::nanoseconds patience);

  // Calls `reload` at each SIGHUP from now on, on the thread of this; at once
  // if one has arrived already. It must not block.
  void OnHangup(std::function<void()> reload);

  // Ends the process with `status`, 0 or 1, unless it ends by itself before
  // kMostForStopping.
  static void EndSoon(int status);
  static constexpr std::chrono::milliseconds kMostForStopping{500};

 private:
  void Run();
  void HangUp();

  const sigset_t signals_;
  const int status_;
  Log& log_;
  std::atomic<bool> ending_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  // These are guarded by mutex_.
  bool asked_ = false;
  bool hung_up_ = false;  // while nobody could be told
  std::function<void()> reload_;
  std::jthread thread_;
};

}  // namespace pitel
