#pragma once

#include <cstdint>
#include <queue>
#include <vector>

#include "simulator/types.h"

namespace pitel::simulation {

enum class EventKind : std::uint8_t {
  kArrival,   // subject: tenant; a call may be made
  kRedial,    // subject: tenant, detail: customer
  kRejoin,    // subject: tenant, detail: number of an abandoned caller
  kOffer,     // subject: call; a queue looks for a free phone
  kOfferEnd,  // that phone did not pick up
  kAnswer,
  kGiveUp,
  kTransfer,     // another phone begins to ring
  kTransferred,  // and picks up
  kListen,       // a supervisor begins to listen in
  kListenEnd,
  kHangUp,
  kGhostGone,  // subject: leg
  kServerUp,   // subject: server
};

struct Event {
  Time time;
  std::uint64_t sequence = 0;  // equal times: in the order of planning
  EventKind kind = EventKind::kArrival;
  std::uint32_t subject = 0;
  // Of calls: the generation of their slot; the event is void if it has moved
  // on. Of a redial: the customer. Of a server: which of its outages is over.
  std::uint32_t detail = 0;
};

// Planned events in order of time. The order, and so the world, does not depend
// on the steps in which time advances.
class Agenda {
 public:
  void Plan(Time time, EventKind kind, std::uint32_t subject,
            std::uint32_t detail = 0) {
    events_.push({time, sequence_++, kind, subject, detail});
  }

  bool HasUntil(Time time) const {
    return !events_.empty() && events_.top().time <= time;
  }

  Event TakeFirst() {
    const Event first = events_.top();
    events_.pop();
    return first;
  }

 private:
  struct Later {
    bool operator()(const Event& a, const Event& b) const {
      return a.time != b.time ? a.time > b.time : a.sequence > b.sequence;
    }
  };

  std::priority_queue<Event, std::vector<Event>, Later> events_;
  std::uint64_t sequence_ = 0;
};

}  // namespace pitel::simulation
