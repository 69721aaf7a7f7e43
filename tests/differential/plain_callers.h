#pragma once

#include <functional>
#include <string>
#include <vector>

#include "calls/rules.h"
#include "plain_counted_row.h"

namespace pitel::plain {

// The caller's numbers that the rules use.
struct NumberKey {
  std::string text;
  int numbers;  // present
  int needed;   // to be complete

  bool complete() const { return numbers == needed && needed > 0; }
  // A part of a pair.
  bool one_number() const { return needed == 2 && numbers == 1; }
};
NumberKey KeyOf(const Row& row, CallerKey kind);

bool ShareCompleteKey(const Row& a, const Row& b, CallerKey kind);

// "Ringing callers", rule 3, of two inbound ringing legs.
bool BelongTogether(const CountedRow& a, const CountedRow& b, CallerKey kind);

// Sets of rows such that any two that are `together` are in one.
std::vector<CountedRows> Grouped(
    const CountedRows& rows,
    const std::function<bool(const CountedRow&, const CountedRow&)>& together);

// "Ringing callers", rules 1 to 4: the callers who wait, each as its legs.
std::vector<CountedRows> Callers(const CountedRows& rows, CallerKey key);

}  // namespace pitel::plain
