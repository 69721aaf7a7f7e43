#include "serve/open_connections.h"

#include <map>
#include <tuple>

namespace pitel {

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

bool OpenConnections::ShedOne(SteadyTime now, ShedCause cause) {
  const auto stalled = [now](const OpenConnection& c) {
    return c.phase() != ConnectionPhase::kPage &&
           now - c.waiting_since() >= kClientStalledAfter;
  };
  const auto since = [](const OpenConnection& c) { return c.waiting_since(); };
  const auto phase_and_since = [](const OpenConnection& c) {
    return std::tuple(c.phase(), c.waiting_since());
  };
  if (Shed(First(stalled, phase_and_since), cause)) return true;
  return Shed(First(
                  [](const OpenConnection& c) {
                    return c.phase() < ConnectionPhase::kReader;
                  },
                  since),
              cause);
}

bool OpenConnections::ShedScrape(SteadyTime now) {
  std::map<std::string_view, int> scrapes;  // by network
  for (const OpenConnection* c : open_) {
    if (c->HasSlot()) ++scrapes[c->network()];
  }
  return Shed(First(
                  [now](const OpenConnection& c) {
                    return c.HasSlot() &&
                           now - c.waiting_since() >= c.ReadPatience();
                  },
                  [&](const OpenConnection& c) {
                    return std::tuple(-scrapes[c.network()], c.waiting_since());
                  }),
              ShedCause::kScrapes);
}

bool OpenConnections::Shed(OpenConnection* connection, ShedCause cause) {
  if (connection == nullptr) return false;
  ++shed_[static_cast<std::size_t>(cause)];
  connection->Shed();
  return true;
}

}  // namespace pitel
