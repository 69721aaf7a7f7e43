#include "app/server_progress.h"

namespace pitel {

std::chrono::nanoseconds ServerProgress::Overdue() const {
  const Server* server = server_;
  if (server == nullptr) return std::chrono::nanoseconds(0);
  return clock_.Now().steady - server->last_progress();
}

std::chrono::nanoseconds ServerProgress::Patience() const {
  return std::chrono::seconds(10);
}

}  // namespace pitel
