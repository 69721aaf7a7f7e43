#include "doctor/seen_rows.h"

#include <string>
#include <string_view>

#include "base/text.h"
#include "calls/phone_number.h"

namespace pitel {
namespace {

using enum MonitorField;

Progress ProgressOf(CallState state, std::uint8_t word) {
  switch (state) {
    case CallState::kOncall:
      return Progress::kTalking;
    case CallState::kRinging:
      return Progress::kRinging;
    case CallState::kUnknown:
      return word == kEmptyState ? Progress::kEmpty : Progress::kOther;
    case CallState::kIdle:
      return Progress::kIdle;
  }
  return Progress::kIdle;
}

std::string TenantOf(const MonitorRow& row) {
  std::string name = ToLower(row[kDomainName]);
  if (name.ends_with('.')) name.pop_back();
  return name.empty() ? row[kDomainUuid] : name;
}

}  // namespace

SeenRows::SeenRows(const KeyedHash& hash, const TimeZone& zone,
                   ZoneChoice choice)
    : hash_(hash), timezone_(zone), choice_(choice) {}

void SeenRows::ForgetRows() {
  rows_.clear();
  filled_ = {};
  unknown_fields_ = 0;
}

void SeenRows::Take(const MonitorRow& row) {
  for (std::size_t i = 0; i < kMonitorFields; ++i) {
    if (!row.texts[i].empty()) ++filled_[i];
  }
  if (row.has_unknown_fields) ++unknown_fields_;
  SeenRow seen;
  seen.tenant = hash_(TenantOf(row));
  const std::string& id =
      row[kExtensionUuid].empty() ? row[kExtension] : row[kExtensionUuid];
  seen.extension = hash_.Join({seen.tenant, hash_(id)});
  if (!row[kCallId].empty()) {
    seen.call = hash_.Join({seen.tenant, hash_(row[kCallId])});
    seen.leg = hash_.Join({seen.extension, seen.call});
  }
  seen.state = StateWordOf(row[kCallState]);
  seen.progress = ProgressOf(
      ParseCallState(row[kCallState], seen.call != 0, CallState::kUnknown),
      seen.state);
  seen.direction = ParseDirection(row[kDirection]);
  seen.direction_is_empty = row[kDirection].empty();
  ReadNumbers(row, seen);
  ReadCallTime(row, seen);
  rows_.push_back(seen);
}

void SeenRows::ReadNumbers(const MonitorRow& row, SeenRow& seen) const {
  const auto digits_hash = [&](const std::string& digits) {
    return digits.empty() ? 0 : hash_.Join({seen.tenant, hash_(digits)});
  };
  seen.extension_digits = digits_hash(DigitsOf(row[kExtension]));
  if (seen.progress == Progress::kIdle) return;
  seen.cid_num = hash_(NormalizeNumber(row[kCidNum], row[kExtension]));
  seen.b_cid_num = hash_(NormalizeNumber(row[kBCidNum], row[kExtension]));
  if ((seen.cid_num == 0) == (seen.b_cid_num == 0)) return;
  const std::string& only = row[seen.cid_num != 0 ? kCidNum : kBCidNum];
  seen.only_number_digits = digits_hash(DigitsOfNumber(only));
}

void SeenRows::ReadCallTime(const MonitorRow& row, SeenRow& seen) const {
  const std::string& text = row[kCallTime];
  if (text.empty()) return;
  const auto other_choice = choice_ == ZoneChoice::kStated
                                ? ZoneChoice::kConfigured
                                : ZoneChoice::kStated;
  const auto time = ParseTimestamp(text, timezone_, choice_);
  const auto other = ParseTimestamp(text, timezone_, other_choice);
  if (!time || !other) {
    seen.call_time_kind = CallTimeKind::kUnreadable;
    return;
  }
  // The API writes 0001-01-01 and 1970-01-01 for none.
  if (*time < kTimestampFloor) return;
  seen.call_time_kind = CallTimeKind::kUsable;
  // A zone that is stated makes the configured one irrelevant.
  seen.states_zone = ParseTimestamp(text, TimeZone(std::chrono::hours(0))) ==
                     ParseTimestamp(text, TimeZone(std::chrono::hours(1)));
  seen.call_time = *time;
  seen.other_call_time = *other;
}

}  // namespace pitel
