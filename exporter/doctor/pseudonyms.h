#pragma once

#include <string>
#include <string_view>

#include "doctor/monitor_rows.h"
#include "doctor/number_pseudonyms.h"
#include "endpoint/keyed_hash.h"

namespace pitel {

// Replaces the texts of a row in a recording. Equal texts have equal
// pseudonyms, under a random key that is never written. Any thread.
class Pseudonyms {
 public:
  // The pseudonym of a field, or its text if that tells nothing about anybody:
  // a known state or direction, a call_time, the product of a user agent. Plain
  // ASCII without quotes and backslashes; empty for an empty text.
  std::string Of(MonitorField field, std::string_view text) const;

 private:
  std::string Word(std::string_view prefix, std::string_view text) const;
  std::string Uuid(std::string_view text) const;
  std::string Extension(std::string_view text) const;
  std::string CallTime(std::string_view text) const;

  const KeyedHash hash_;
  const NumberPseudonyms numbers_{};
};

}  // namespace pitel
