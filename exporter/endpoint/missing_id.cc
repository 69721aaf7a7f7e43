#include "endpoint/missing_id.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"

namespace pitel {

bool MeansNoId(std::string_view id) {
  constexpr std::string_view kNoUuid = "00000000-0000-0000-0000-000000000000";
  if (id.size() == kNoUuid.size()) return id == kNoUuid;  // as most ids
  constexpr std::string_view kWords[] = {"",     "0",   "-",     "null",
                                         "none", "nil", "false", "undefined"};
  return std::any_of(
      std::begin(kWords), std::end(kWords),
      [id](std::string_view word) { return EqualsIgnoringCase(id, word); });
}

}  // namespace pitel
