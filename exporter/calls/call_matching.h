#pragma once

#include <cstdint>
#include <vector>

#include "base/clock.h"
#include "calls/call_groups.h"
#include "calls/identifiers.h"
#include "calls/known_call.h"
#include "calls/known_identifiers.h"
#include "calls/row.h"

namespace pitel {

// The call of each row, as an index into the known calls, longest-known first;
// kNoCall for a row that is not followed.
using CallOfRow = std::vector<std::uint32_t>;

// What one response shows, and what was known before.
struct Matching {
  const std::vector<CallRow>& rows;
  const std::vector<Identifier>& identifiers;  // of the rows, by hash
  const CallGroups& groups;                    // of the rows
  const std::vector<KnownCall>& calls;
  const KnownIdentifiers& known;  // of the calls
  bool takes_new = true;          // otherwise new calls are not followed
};

// Finds the known call of each row. New calls get the indexes after those of
// the known calls, in the order of the rows.
CallOfRow MatchCalls(const Matching& matching);

}  // namespace pitel
