#pragma once

#include "calls/rules.h"
#include "plain_counter.h"

namespace pitel::plain {

// "Ringing callers", rules 1 to 4: the callers who wait, each as its legs.
std::vector<CountedRows> Callers(const CountedRows& rows, CallerKey key);

}  // namespace pitel::plain
