#pragma once

#include <string>
#include <string_view>

namespace pitel {

// The digits of a number, in the form in which two of one subscriber are equal:
// a leading 0084, or 84 in a number of 11 digits or more, becomes 0. Empty if
// `number` has no digits or those of the row's own `extension`.
std::string NormalizeNumber(std::string_view number,
                            std::string_view extension);

}  // namespace pitel
