#include "calls/row.h"

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

CallState ParseCallState(std::string_view call_state, bool has_call_id) {
  if (EqualsIgnoringCase(call_state, "ringing")) return CallState::kRinging;
  if (EqualsIgnoringCase(call_state, "oncall")) return CallState::kOncall;
  return has_call_id ? CallState::kUnknown : CallState::kIdle;
}

Direction ParseDirection(std::string_view direction) {
  for (const auto known :
       {Direction::kInbound, Direction::kOutbound, Direction::kLocal}) {
    if (EqualsIgnoringCase(direction, ToString(known))) return known;
  }
  return Direction::kUnknown;
}

}  // namespace pitel
