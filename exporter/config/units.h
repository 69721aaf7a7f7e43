// Whole numbers with units, as the configuration writes them.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace pitel {

// As in Prometheus: whole numbers with the units y, w, d, h, m, s, ms, each at
// most once and in this order, such as "1m30s"; or "0". A year has 365 days.
Result<std::chrono::milliseconds> ParseDuration(std::string_view text);

// A text that ParseDuration reads back; parts of a millisecond are dropped.
std::string FormatDuration(std::chrono::nanoseconds duration);

// A whole number of B, KiB, MiB or GiB, such as "64MiB", in bytes. KB and MB
// mean different things to different programs and are refused.
Result<std::size_t> ParseByteSize(std::string_view text);

// A text that ParseByteSize reads back as the same number.
std::string FormatByteSize(std::size_t bytes);

}  // namespace pitel
