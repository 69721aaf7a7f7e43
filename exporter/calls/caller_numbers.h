#pragma once

#include <compare>
#include <cstdint>

#include "calls/row.h"
#include "calls/rules.h"

namespace pitel {

// The numbers that tell one caller from another, as keyed hashes; 0 for one
// that is absent or that the configured CallerKey leaves aside.
struct CallerNumbers {
  std::uint64_t cid_num = 0;
  std::uint64_t b_cid_num = 0;
  // Enough to take two legs with these numbers for one caller's.
  bool complete = false;

  bool any() const { return cid_num != 0 || b_cid_num != 0; }
  auto operator<=>(const CallerNumbers&) const = default;
};

inline CallerNumbers NumbersOf(const CallRow& row, CallerKey key) {
  switch (key) {
    case CallerKey::kPair:
      return {row.cid_num, row.b_cid_num,
              row.cid_num != 0 && row.b_cid_num != 0};
    case CallerKey::kCidNum:
      return {row.cid_num, 0, row.cid_num != 0};
    case CallerKey::kBCidNum:
      return {0, row.b_cid_num, row.b_cid_num != 0};
    case CallerKey::kCallId:
      return {};
  }
  return {};
}

}  // namespace pitel
