#pragma once

#include <optional>
#include <string>
#include <vector>

#include "calls/rules.h"
#include "plain_counted_row.h"

namespace pitel::plain {

// What identifies the call of a leg within its tenant: its call_id or, without
// one, the phone and a usable call_time.
std::optional<std::string> StatedId(const CountedRow& leg);

// Whether the leg's numbers identify the caller: it is inbound, ringing or
// oncall, and no ghost.
bool IsOfCaller(const CountedRow& leg);

// "Following calls" groups the legs of one poll: the phones of one caller, and
// the phone that already serves them.
std::vector<CountedRows> CallGroups(const CountedRows& rows, CallerKey key);

}  // namespace pitel::plain
