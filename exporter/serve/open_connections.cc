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
    return now - c.waiting_since() >= kClientStalledAfter;
  };
  const auto may = [&](const OpenConnection& c) {
    return c.phase() < ConnectionPhase::kReader ||
           (c.phase() == ConnectionPhase::kReader && stalled(c));
  };
  const auto rank = [&](const OpenConnection& c) {
    const bool late = stalled(c);
    return std::tuple(!late, late ? c.phase() : ConnectionPhase{},
                      c.waiting_since());
  };
  return Shed(First(may, rank), cause);
}

bool OpenConnections::ShedScrape(SteadyTime now) {
  std::map<std::string_view, int> scrapes;  // by network
  for (const OpenConnection* c : open_) {
    if (c->HasSlot()) ++scrapes[c->network()];
  }
  const auto may = [now](const OpenConnection& c) {
    return c.HasSlot() && now - c.waiting_since() >= c.ReadPatience();
  };
  const auto rank = [&](const OpenConnection& c) {
    return std::tuple(-scrapes[c.network()], c.waiting_since());
  };
  return Shed(First(may, rank), ShedCause::kScrapes);
}

bool OpenConnections::Shed(OpenConnection* connection, ShedCause cause) {
  if (connection == nullptr) return false;
  ++shed_[static_cast<std::size_t>(cause)];
  connection->Shed();
  return true;
}

}  // namespace pitel
