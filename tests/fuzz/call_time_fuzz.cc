#include <cstddef>
#include <cstdint>
#include <string_view>

#include "calls/call_time.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  pitel::ParseCallTime(text, pitel::TimeZone(std::chrono::hours(7)));
  return 0;
}
