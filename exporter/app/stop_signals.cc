#include "app/stop_signals.h"

#include <sys/time.h>

#include <cstdlib>
#include <initializer_list>
#include <utility>

#include "base/thread.h"

namespace pitel {
namespace {

sigset_t SetOf(std::initializer_list<int> numbers) {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : numbers) sigaddset(&signals, number);
  return signals;
}

}  // namespace

sigset_t BlockStopSignals() {
  const sigset_t signals = SetOf({SIGINT, SIGTERM, SIGHUP});
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  // The parent process may have blocked it.
  const sigset_t alarm = SetOf({SIGALRM});
  pthread_sigmask(SIG_UNBLOCK, &alarm, nullptr);
  return signals;
}

StopSignals::StopSignals(const sigset_t& blocked, int status, Log& log)
    : signals_(blocked), status_(status), log_(log) {
  thread_ = StartThread("signals", [this] { Run(); });
}

StopSignals::~StopSignals() {
  ending_ = true;
  // Wakes the thread up, which waits for the signal.
  // NOLINTNEXTLINE(bugprone-bad-signal-to-kill-thread)
  pthread_kill(thread_.native_handle(), SIGTERM);
}

// Polls may be interrupted: nothing is lost. Uses a kernel timer, since there
// may be no memory for a thread.
void StopSignals::EndSoon(int status) {
  struct sigaction action {};
  action.sa_handler =
      status == 0 ? +[](int) { std::_Exit(0); } : +[](int) { std::_Exit(1); };
  sigaction(SIGALRM, &action, nullptr);
  itimerval timer{};
  timer.it_value.tv_usec = std::chrono::microseconds(kMostForStopping).count();
  setitimer(ITIMER_REAL, &timer, nullptr);
}

void StopSignals::Run() {
  while (true) {
    int number = 0;
    if (sigwait(&signals_, &number) != 0) continue;
    if (ending_) return;
    if (number == SIGHUP) {
      HangUp();
      continue;
    }
    EndSoon(status_);
    log_.Info("stopping", {{"signal", number == SIGINT ? "INT" : "TERM"}});
    const std::lock_guard lock(mutex_);
    asked_ = true;
    changed_.notify_all();
    return;
  }
}

void StopSignals::HangUp() {
  const std::lock_guard lock(mutex_);
  if (reload_) {
    reload_();
  } else {
    hung_up_ = true;
  }
}

void StopSignals::OnHangup(std::function<void()> reload) {
  const std::lock_guard lock(mutex_);
  reload_ = std::move(reload);
  if (std::exchange(hung_up_, false)) reload_();
}

void StopSignals::Await() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return asked_; });
}

bool StopSignals::AwaitFor(std::chrono::nanoseconds patience) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, patience, [this] { return asked_; });
}

}  // namespace pitel
