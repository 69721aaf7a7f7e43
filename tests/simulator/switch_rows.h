#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "simulator/board.h"
#include "simulator/directory.h"

namespace pitel::simulation {

// What a row shows of a leg.
struct ShownLeg {
  const Leg* leg = nullptr;  // nullptr: an idle phone
  std::uint64_t call_id = 0;
  std::string_view call_state;
  std::string_view direction;
  bool has_call_time = true;
  std::uint32_t device = 0;  // of the extension
};

// The row of a leg as the vendor documents it.
ShownLeg DocumentedRow(const Leg& leg);

// The rows of a leg as they result if registrations are joined with the
// switch's dialogs and calls, like in the vendor's public server code:
//
// - Every fifth extension has two devices. It has a row for each device and
//   dialog: two rows with one call_id while it talks, four with two call_ids
//   while it rings.
// - A phone of half of the calls has a call_id and no state, direction or
//   call_time while it rings, since it is not bridged yet. Others are RINGING
//   or RING_WAIT.
// - Talking legs are ONCALL, HELD or UNHELD.
// - A local call is an outbound row of the caller and an inbound one of the
//   other side.
class SwitchRows {
 public:
  explicit SwitchRows(std::uint64_t seed) : seed_(seed) {}

  std::uint32_t DevicesOf(std::uint32_t extension) const;
  // `number` is that of the extension. Valid until the next call.
  const std::vector<ShownLeg>& Of(const Leg& leg, std::uint32_t number);

 private:
  std::uint64_t seed_;
  std::vector<ShownLeg> rows_;
};

}  // namespace pitel::simulation
