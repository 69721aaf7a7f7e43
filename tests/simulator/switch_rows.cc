#include "simulator/switch_rows.h"

#include "simulator/random.h"

namespace pitel::simulation {
namespace {

// 0 to 99, the same for all rows of one dialog.
std::uint64_t Percentile(std::uint64_t call_id) {
  return Mix(call_id, 0x57a7e) % 100;
}

std::string_view TalkingState(std::uint64_t call_id) {
  const std::uint64_t percentile = Percentile(call_id);
  if (percentile < 10) return "HELD";
  return percentile < 15 ? "UNHELD" : "ONCALL";
}

std::string_view DirectionOf(const Leg& leg, std::uint32_t number) {
  if (leg.direction != Direction::kLocal) return ToString(leg.direction);
  return ToString(leg.from == number ? Direction::kOutbound
                                     : Direction::kInbound);
}

}  // namespace

ShownLeg DocumentedRow(const Leg& leg) {
  return {.leg = &leg,
          .call_id = leg.call_id,
          .call_state = leg.state == LegState::kOncall ? "ONCALL" : "RINGING",
          .direction = ToString(leg.direction)};
}

std::uint32_t SwitchRows::DevicesOf(std::uint32_t extension) const {
  return Mix(seed_ ^ 0xde71ce, extension) % 5 == 0 ? 2 : 1;
}

const std::vector<ShownLeg>& SwitchRows::Of(const Leg& leg,
                                            std::uint32_t number) {
  rows_.clear();
  const bool rings = leg.state == LegState::kRinging;
  const std::uint32_t devices = DevicesOf(leg.extension);
  const std::uint32_t dialogs = rings ? devices : 1;
  for (std::uint32_t dialog = 0; dialog < dialogs; ++dialog) {
    ShownLeg row = DocumentedRow(leg);
    if (dialog > 0) row.call_id = Mix(leg.call_id, dialog);
    row.direction = DirectionOf(leg, number);
    if (!rings) {
      row.call_state = TalkingState(leg.call_id);
    } else if (Percentile(leg.call_id) < 50) {
      row.call_state = row.direction = "";
      row.has_call_time = false;
    } else if (Percentile(leg.call_id) < 60) {
      row.call_state = "RING_WAIT";
    }
    for (row.device = 0; row.device < devices; ++row.device) {
      rows_.push_back(row);
    }
  }
  return rows_;
}

}  // namespace pitel::simulation
