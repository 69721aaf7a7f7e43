#pragma once

#include <atomic>

#include "app/watched.h"
#include "base/clock.h"
#include "serve/server.h"

namespace pitel {

// Lets a watchdog watch the event loop of the HTTP server.
class ServerProgress final : public Watched {
 public:
  explicit ServerProgress(const Clock& clock) : clock_(clock) {}

  // `server` outlives the watchdog's thread.
  void Watch(const Server& server) { server_ = &server; }

  std::string_view Name() const override { return "the HTTP server"; }
  std::string_view Doing() const override { return "serving requests"; }
  std::chrono::nanoseconds Overdue() const override {
    const Server* const server = server_;
    if (server == nullptr) return std::chrono::nanoseconds(0);
    return clock_.Now().steady - server->last_progress();
  }

 private:
  const Clock& clock_;
  std::atomic<const Server*> server_ = nullptr;
};

}  // namespace pitel
