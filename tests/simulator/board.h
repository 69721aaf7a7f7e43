#pragma once

#include <cstdint>
#include <vector>

#include "simulator/types.h"

namespace pitel::simulation {

enum class LegState : std::uint8_t { kRinging, kOncall };

// Which numbers a row shows.
enum class Numbers : std::uint8_t {
  kBoth,                // of the customer and of the hotline
  kNoHotline,           // b_cid_num is empty
  kExtensionAsHotline,  // b_cid_num is the row's own extension
  kAnonymous,           // cid_num is "anonymous"
};

// Customers have a number of six digits behind "0900".
inline constexpr std::uint32_t kCustomers = 1'000'000;

// A phone in a call: one row.
struct Leg {
  std::uint32_t extension = kNone;
  std::uint32_t next = kNone;  // the next leg of the same extension
  std::uint32_t call = kNone;  // of the live calls; kNone: a ghost
  std::uint32_t server = 0;
  std::uint64_t call_id = 0;  // the key of its UUID
  Time call_time{};
  // Local calls: the number of the calling extension. Otherwise the customer.
  std::uint32_t from = 0;
  std::uint32_t to = 0;  // the number dialled, where it is an internal one
  LegState state = LegState::kRinging;
  Direction direction = Direction::kInbound;
  Numbers numbers = Numbers::kBoth;
};

// What the monitor shows at one time, as a value: much smaller than the rows
// rendered from it, so that it can be copied under a lock and rendered outside
// it.
struct Board {
  std::vector<std::uint32_t> first_leg;    // by extension; kNone: idle
  std::vector<Leg> legs;                   // some of them unused
  std::vector<std::uint8_t> server_is_up;  // by server
};

}  // namespace pitel::simulation
