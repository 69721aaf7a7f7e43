// Phrases that recur in the doctor's report. Tested in report_test.cc.
#pragma once

#include <cstdint>
#include <string>

#include "doctor/distribution.h"

namespace pitel {

// "3 of 7".
std::string Of(std::uint64_t part, std::uint64_t whole);

// "1 call", "2 calls".
std::string Counted(std::uint64_t number, const std::string& noun);

// With `digits` digits after the point: "0.25".
std::string Decimal(double value, int digits);

// "median 0.25 s, highest 0.60 s", or "not seen".
std::string MedianAndHighest(const Distribution& values, int digits,
                             const std::string& unit);

// "  label      text", with the text in a column, on as many lines as it needs.
std::string ReportLine(const std::string& label, const std::string& text);

// `text` on lines that are indented by `indent`.
std::string Indented(const std::string& text, std::size_t indent);

}  // namespace pitel
