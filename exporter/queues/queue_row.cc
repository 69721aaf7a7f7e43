#include "queues/queue_row.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace pitel {

QueueState StateOf(std::string_view status, const QueueRow& row) {
  constexpr std::pair<std::string_view, QueueState> kStates[] = {
      {"waiting", QueueState::kWaiting},
      {"trying", QueueState::kWaiting},
      {"answered", QueueState::kAnswered},
      {"abandoned", QueueState::kAbandoned}};
  for (const auto& [word, state] : kStates) {
    if (EqualsIgnoringCase(status, word)) return state;
  }
  if (row.abandoned != kNoInstant) return QueueState::kAbandoned;
  if (row.bridged != kNoInstant) return QueueState::kAnswered;
  if (row.joined != kNoInstant) return QueueState::kWaiting;
  return QueueState::kUnknown;
}

WallTime LastJoined(const QueueRow& row) {
  return std::max(row.joined, row.rejoined);
}

WallTime LastInstant(const QueueRow& row) {
  return std::max({row.joined, row.rejoined, row.bridged, row.abandoned});
}

}  // namespace pitel
