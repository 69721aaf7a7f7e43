#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace pitel {

// A whole number of B, KiB, MiB or GiB, such as "64MiB", in bytes. KB and MB
// mean different things to different programs and are refused.
Result<std::size_t> ParseByteSize(std::string_view text);

// A text that ParseByteSize reads back as the same number.
std::string FormatByteSize(std::size_t bytes);

}  // namespace pitel
