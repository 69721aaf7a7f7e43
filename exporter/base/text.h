// Small operations on text that came from outside.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace pitel {

// The maximum length of a label value, in bytes.
inline constexpr std::size_t kLabelValueBytes = 128;

// These know ASCII only.
constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr char ToLower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
// Neither a control character nor the space.
constexpr bool IsVisibleAscii(char c) { return c > ' ' && c < '\x7f'; }
constexpr bool IsControl(char c) {
  return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
}

// `text` without the ASCII white space around it.
std::string_view Trim(std::string_view text);

// Both change the case of ASCII letters only.
inline bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(),
                    [](char x, char y) { return ToLower(x) == ToLower(y); });
}
std::string ToLower(std::string_view text);

// The length of the longest beginning of `text` that is well-formed UTF-8.
std::size_t WellFormedPrefix(std::string_view text);

// `text` as a label value that Prometheus accepts: each maximal ill-formed
// part of its UTF-8 becomes U+FFFD (Unicode 15, section 3.9), each control
// character (C0, DEL, C1) a space, and text beyond kLabelValueBytes is cut off
// at a code point. An ill-formed byte in a page makes Prometheus drop the
// scrape.
std::string SafeLabelValue(std::string_view text);

// The maximum length of text quoted from a peer, in bytes.
inline constexpr std::size_t kQuotationBytes = 200;

// `text`, chosen by a peer (the name in its certificate, say), as a log or a
// page may quote it: ill-formed UTF-8, control characters, invisible characters
// and characters that change the direction of writing become `?`, and text
// beyond kQuotationBytes becomes "...".
std::string PrintableText(std::string_view text);

// `text` as a message quotes it: in backquotes, as a safe label value.
std::string Quoted(std::string_view text);

// `text` in double quotes, escaped as a JSON string; YAML has the same escapes.
std::string DoubleQuoted(std::string_view text);

}  // namespace pitel
