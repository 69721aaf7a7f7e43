#pragma once

#include <optional>
#include <string>
#include <vector>

#include "calls/rules.h"
#include "plain_counted_row.h"

namespace pitel::plain {

// What says which call of its tenant a leg is of: its call_id; without one the
// phone and a usable call_time.
std::optional<std::string> StatedId(const CountedRow& leg);

// Whether the leg's numbers say who calls: it is inbound, ringing or oncall,
// and no ghost.
bool IsOfCaller(const CountedRow& leg);

// "Following calls" sees the legs of one poll in groups: the phones of one
// caller, and the phone that already serves him.
std::vector<CountedRows> CallGroups(const CountedRows& rows, CallerKey key);

}  // namespace pitel::plain
