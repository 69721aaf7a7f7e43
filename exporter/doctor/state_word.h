#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

namespace pitel {

// The words that the API and the switch (FreeSWITCH) use as call_state, in the
// order of their bytes. Any other text could be anything, even a person's name,
// and is called "other".
inline constexpr std::string_view kStateWords[] = {
    "ACTIVE",     "CS_CONSUME_MEDIA", "CS_DESTROY",   "CS_EXCHANGE_MEDIA",
    "CS_EXECUTE", "CS_HANGUP",        "CS_HIBERNATE", "CS_INIT",
    "CS_NEW",     "CS_PARK",          "CS_REPORTING", "CS_RESET",
    "CS_ROUTING", "CS_SOFT_EXECUTE",  "DIALING",      "DOWN",
    "EARLY",      "HANGUP",           "HELD",         "IDLE",
    "ONCALL",     "RINGING",          "RING_WAIT",    "UNHELD"};
inline constexpr std::size_t kStateWordCount = std::size(kStateWords);

// In place of an index in kStateWords.
inline constexpr std::uint8_t kEmptyState = kStateWordCount;
inline constexpr std::uint8_t kOtherState = kStateWordCount + 1;
inline constexpr std::size_t kStateKinds = kStateWordCount + 2;

// The index in kStateWords of a call_state in any case, or one of the two.
std::uint8_t StateWordOf(std::string_view call_state);

}  // namespace pitel
