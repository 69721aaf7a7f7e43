#include "doctor/state_word.h"

#include "base/text.h"

namespace pitel {

std::uint8_t StateWordOf(std::string_view call_state) {
  if (call_state.empty()) return kEmptyState;
  for (std::uint8_t word = 0; word < kStateWordCount; ++word) {
    if (EqualsIgnoringCase(call_state, kStateWords[word])) return word;
  }
  return kOtherState;
}

}  // namespace pitel
