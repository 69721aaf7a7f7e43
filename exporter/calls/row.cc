#include "calls/row.h"

#include <utility>

#include "base/text.h"

namespace pitel {

std::string_view ToString(CallState state) {
  constexpr std::string_view kNames[] = {"oncall", "ringing", "unknown",
                                         "idle"};
  return kNames[static_cast<std::size_t>(state)];
}

std::string_view ToString(Direction direction) {
  constexpr std::string_view kNames[] = {"inbound", "outbound", "local",
                                         "unknown"};
  return kNames[static_cast<std::size_t>(direction)];
}

CallState ParseCallState(std::string_view call_state, bool has_call_id,
                         CallState empty_state) {
  constexpr std::pair<std::string_view, CallState> kStates[] = {
      {"ringing", CallState::kRinging},   {"early", CallState::kRinging},
      {"ring_wait", CallState::kRinging}, {"dialing", CallState::kRinging},
      {"oncall", CallState::kOncall},     {"active", CallState::kOncall},
      {"held", CallState::kOncall},       {"unheld", CallState::kOncall},
  };
  for (const auto& [name, state] : kStates) {
    if (EqualsIgnoringCase(call_state, name)) return state;
  }
  if (!has_call_id) return CallState::kIdle;
  return call_state.empty() ? empty_state : CallState::kUnknown;
}

Direction ParseDirection(std::string_view direction) {
  for (const auto known :
       {Direction::kInbound, Direction::kOutbound, Direction::kLocal}) {
    if (EqualsIgnoringCase(direction, ToString(known))) return known;
  }
  return Direction::kUnknown;
}

}  // namespace pitel
