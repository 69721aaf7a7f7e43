// Parsing of single texts, deliberately independent of the exporter's.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace pitel::plain {

// "Strings are trimmed of ASCII white space".
std::string Trimmed(const std::string& text);

// ASCII letters in lower case.
std::string Lower(std::string text);

// "Label values are made safe".
std::string Label(const std::string& text);

std::string DigitsOnly(const std::string& text);

// The digits of a number before anything is dropped or added.
std::string NumberDigits(const std::string& number);

// "Numbers: ..." for a number of a row with that extension.
std::string CallerNumber(const std::string& number,
                         const std::string& extension);

// "device": the kind of phone that a user_agent names.
std::string Device(const std::string& user_agent);

// "+07:00" as seconds; only fixed offsets.
std::chrono::seconds ZoneOffset(const std::string& zone);

// A call_time of usable format, whatever its year.
// `stated_zone`: whether a zone in the text overrides `zone`.
std::optional<std::chrono::sys_seconds> CallTime(const std::string& text,
                                                 std::chrono::seconds zone,
                                                 bool stated_zone = true);

// "In `call_id` and every uuid ... count as """.
std::string Id(const std::string& text);

// "`domain_name` is lower-cased and loses a final dot".
std::string Domain(std::string text);

}  // namespace pitel::plain
