// Reads any text as a call_time. The exporter and the plain second
// implementation must read the same time or none, and a time that is written
// out must be read back unchanged.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>

#include "endpoint/timestamp.h"
#include "plain_text.h"

namespace pitel {
namespace {

using OptionalTime = std::optional<std::chrono::sys_seconds>;

constexpr std::chrono::seconds kZone = std::chrono::hours(7);

std::string Written(const OptionalTime& time) {
  if (!time) return "none";
  const auto day = std::chrono::floor<std::chrono::days>(*time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(*time - day);
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u %02d:%02d:%02dZ",
                static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text;
}

void Expect(const OptionalTime& expected, const OptionalTime& actual,
            const char* what) {
  if (expected == actual) return;
  std::fprintf(stderr, "%s: expected %s, got %s\n", what,
               Written(expected).c_str(), Written(actual).c_str());
  std::abort();
}

void Compare(const std::string& text) {
  const TimeZone zone(kZone);
  const OptionalTime stated = ParseTimestamp(text, zone);
  Expect(plain::CallTime(text, kZone), stated, "stated zone");
  Expect(plain::CallTime(text, kZone, false),
         ParseTimestamp(text, zone, ZoneChoice::kConfigured),
         "configured zone");
  // An offset may lead to a year that four digits cannot express.
  const std::string written = Written(stated);
  if (stated && written.size() == sizeof "2023-11-15 05:13:00Z" - 1 &&
      written[0] != '-') {
    Expect(stated, ParseTimestamp(written, zone), "written and read back");
  }
}

}  // namespace
}  // namespace pitel

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  pitel::Compare(std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
