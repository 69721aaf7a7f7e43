#include "serve/open_connections.h"

#include <tuple>

namespace pitel {
namespace {

bool KeepsWaiting(const OpenConnection& connection, SteadyTime now) {
  return now - connection.waiting_since() >= kPatience;
}

}  // namespace

template <typename May, typename Rank>
OpenConnection* OpenConnections::First(May may, Rank rank) const {
  OpenConnection* first = nullptr;
  for (OpenConnection* connection : open_) {
    if (may(*connection) &&
        (first == nullptr || rank(*connection) < rank(*first))) {
      first = connection;
    }
  }
  return first;
}

bool OpenConnections::ShedOne(SteadyTime now) {
  const auto since = [](const OpenConnection& c) { return c.waiting_since(); };
  const auto phase_and_since = [](const OpenConnection& c) {
    return std::tuple(c.phase(), c.waiting_since());
  };
  if (Shed(
          First([now](const OpenConnection& c) { return KeepsWaiting(c, now); },
                phase_and_since))) {
    return true;
  }
  return Shed(First(
      [](const OpenConnection& c) {
        return c.phase() != ConnectionPhase::kReader;
      },
      since));
}

bool OpenConnections::ShedScrape(SteadyTime now) {
  return Shed(First(
      [now](const OpenConnection& c) {
        return c.HasScrape() && KeepsWaiting(c, now);
      },
      [](const OpenConnection& c) { return c.waiting_since(); }));
}

bool OpenConnections::Shed(OpenConnection* connection) {
  if (connection == nullptr) return false;
  ++shed_;
  connection->Shed();
  return true;
}

}  // namespace pitel
