#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "calls/row.h"
#include "doctor/monitor_rows.h"
#include "doctor/state_word.h"
#include "endpoint/keyed_hash.h"
#include "endpoint/timestamp.h"

namespace pitel {

// The progress of a row's call, by its call_state; later values are further
// along.
enum class Progress : std::uint8_t {
  kIdle,   // no call
  kOther,  // a call in a state that is neither ringing nor talking
  kEmpty,  // a call_id without a call_state
  kRinging,
  kTalking,
};

// Whether a row's call_time is usable, and why not.
enum class CallTimeKind : std::uint8_t { kMissing, kUnreadable, kUsable };

// What the doctor keeps of a row: hashes under a key of this process, 0 for
// none, and classes. Tells nothing about a person.
struct SeenRow {
  std::uint64_t tenant = 0;
  std::uint64_t extension = 0;  // with its tenant
  std::uint64_t call = 0;       // tenant and call_id; 0 without a call_id
  std::uint64_t leg = 0;        // extension and call; 0 without a call_id
  // The caller's numbers as the exporter normalises them.
  std::uint64_t cid_num = 0;
  std::uint64_t b_cid_num = 0;
  // The digits of the extension, and of the caller's only number if there is
  // one, with the tenant: equal if a colleague calls.
  std::uint64_t extension_digits = 0;
  std::uint64_t only_number_digits = 0;
  std::uint8_t state = kEmptyState;  // see StateWordOf
  Progress progress = Progress::kIdle;
  Direction direction = Direction::kUnknown;
  bool direction_is_empty = true;
  CallTimeKind call_time_kind = CallTimeKind::kMissing;
  bool states_zone = false;  // the call_time states its zone
  // Read as configured, and with the other choice of `call_time_zone`.
  std::chrono::sys_seconds call_time{};
  std::chrono::sys_seconds other_call_time{};

  bool operator==(const SeenRow&) const = default;
};

// A call, or anything else, that so many responses in a row lack does not come
// back.
inline constexpr int kGoneAfter = 3;

// Classifies and hashes the rows of one response.
class SeenRows final : public MonitorRowSink {
 public:
  // `hash` and `zone` outlive this.
  SeenRows(const KeyedHash& hash, const TimeZone& zone, ZoneChoice choice);

  void ForgetRows() override;
  void Take(const MonitorRow& row) override;

  const std::vector<SeenRow>& rows() const { return rows_; }
  // For each field, the number of rows that have a value.
  const std::array<std::uint64_t, kMonitorFields>& filled() const {
    return filled_;
  }
  std::uint64_t rows_with_unknown_fields() const { return unknown_fields_; }

 private:
  void ReadNumbers(const MonitorRow& row, SeenRow& seen) const;
  void ReadCallTime(const MonitorRow& row, SeenRow& seen) const;

  const KeyedHash& hash_;
  const TimeZone& timezone_;
  const ZoneChoice choice_;
  std::vector<SeenRow> rows_;
  std::array<std::uint64_t, kMonitorFields> filled_{};
  std::uint64_t unknown_fields_ = 0;
};

}  // namespace pitel
