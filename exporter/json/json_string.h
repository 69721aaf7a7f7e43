#pragma once

#include <string>
#include <string_view>

namespace pitel {

// `text` as a JSON string, in quotes. Ill-formed UTF-8 stays as it is.
std::string JsonString(std::string_view text);

}  // namespace pitel
