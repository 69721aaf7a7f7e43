#pragma once

#include <string>
#include <string_view>

namespace pitel {

// The digits of a caller's number, in one form for each subscriber:
// "0900000001" for "+84 (0) 900 000 001", "84900000001", "900000001" and
// "sip:0900000001@192.0.2.1:5060". Service numbers (1800..., 1900...) get no
// leading 0. Empty for text that identifies nobody, such as "anonymous" or
// "0000000000", and for the number of the row's own `extension`.
//
// Carriers, gateways and SIP phones write numbers in all these ways; +84 is
// Vietnam, where subscribers have nine digits after the leading 0.
std::string NormalizeNumber(std::string_view number,
                            std::string_view extension);

// The digits of a number as they are written: those of its user part if it is a
// URI.
std::string DigitsOfNumber(std::string_view number);

// All digits of a text.
std::string DigitsOf(std::string_view text);

}  // namespace pitel
