#pragma once

#include <cstdint>
#include <string_view>

#include "base/clock.h"
#include "queues/instant.h"

namespace pitel {

// Ordered by the progress of a caller, the furthest first.
enum class QueueState : std::uint8_t {
  kAnswered,
  kAbandoned,
  kWaiting,  // also while an agent's phone rings for the caller
  kUnknown,
};

// A caller in a queue, as one response shows it. The caller is identified by a
// keyed hash (endpoint/keyed_hash.h); agents and telephone numbers never get
// here.
struct QueueRow {
  // Of the call and the queue, the same in each response. 0: the caller cannot
  // be recognised in another response.
  std::uint64_t caller = 0;
  std::uint32_t queue = 0;  // index in QueueResponse::queues
  QueueState state = QueueState::kUnknown;
  // By the API's clock; kNoInstant if not stated.
  WallTime joined = kNoInstant;
  WallTime rejoined = kNoInstant;  // after having left
  WallTime bridged = kNoInstant;   // answered by an agent
  WallTime abandoned = kNoInstant;

  bool operator==(const QueueRow&) const = default;
};

// The state that `status` names, in any case: Waiting and Trying, Answered,
// Abandoned. For any other status, the times of the row decide.
QueueState StateOf(std::string_view status, const QueueRow& row);

// When the caller last joined the queue; kNoInstant if not stated.
WallTime LastJoined(const QueueRow& row);
// The latest instant that the row states.
WallTime LastInstant(const QueueRow& row);

}  // namespace pitel
