#pragma once

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <thread>

#include "base/log.h"

namespace pitel {

// Blocks the signals that StopSignals handles. Called before the first thread
// starts, so that every thread inherits the mask.
sigset_t BlockStopSignals();

// Waits for SIGINT and SIGTERM on its own thread. Once one of them arrives, the
// process ends within a second, whatever it is doing: starting up, counting a
// huge response or hanging in a system call.
class StopSignals {
 public:
  // `blocked` is the result of BlockStopSignals. `log` outlives this.
  StopSignals(const sigset_t& blocked, Log& log);
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  // Returns once a signal has asked the process to stop.
  void Await();

 private:
  void Run();

  const sigset_t signals_;
  Log& log_;
  std::atomic<bool> ending_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool asked_ = false;  // guarded by mutex_
  std::jthread thread_;
};

}  // namespace pitel
