#include "calls/row.h"

#include <utility>

#include "base/text.h"

namespace pitel {
namespace {

// Most texts are written in lower case, as documented.
bool IsWord(std::string_view text, std::string_view word) {
  return text == word || EqualsIgnoringCase(text, word);
}

}  // namespace

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
  if (call_state.empty()) {
    return has_call_id ? empty_state : CallState::kIdle;
  }
  constexpr std::pair<std::string_view, CallState> kStates[] = {
      {"ringing", CallState::kRinging},   {"early", CallState::kRinging},
      {"ring_wait", CallState::kRinging}, {"dialing", CallState::kRinging},
      {"oncall", CallState::kOncall},     {"active", CallState::kOncall},
      {"held", CallState::kOncall},       {"unheld", CallState::kOncall},
  };
  for (const auto& [name, state] : kStates) {
    if (IsWord(call_state, name)) return state;
  }
  return has_call_id ? CallState::kUnknown : CallState::kIdle;
}

Direction ParseDirection(std::string_view direction) {
  for (const auto known :
       {Direction::kInbound, Direction::kOutbound, Direction::kLocal}) {
    if (IsWord(direction, ToString(known))) return known;
  }
  return Direction::kUnknown;
}

}  // namespace pitel
