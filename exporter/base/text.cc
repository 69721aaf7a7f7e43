#include "base/text.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace pitel {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

constexpr std::uint32_t kIllFormed = 0xFFFFFFFF;

// The start of a text: a well-formed sequence, or the maximal part of an
// ill-formed one.
struct Sequence {
  std::size_t size;
  std::uint32_t code_point;  // or kIllFormed
};

// Table 3-7 of the Unicode standard: the range of the second byte depends on
// the first, all later ones are 80..BF.
Sequence DecodeFirst(std::string_view text) {
  const auto byte = [&](std::size_t i) -> std::uint32_t {
    return static_cast<std::uint8_t>(text[i]);
  };
  const std::uint32_t lead = byte(0);
  if (lead < 0x80) return {1, lead};
  std::size_t length = 0;
  if (lead >= 0xC2 && lead <= 0xDF) length = 2;
  if (lead >= 0xE0 && lead <= 0xEF) length = 3;
  if (lead >= 0xF0 && lead <= 0xF4) length = 4;
  if (length == 0) return {1, kIllFormed};
  const std::uint32_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const std::uint32_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  std::uint32_t code_point = lead & (0x7F >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if (i == text.size()) return {i, kIllFormed};
    const bool fits = i == 1 ? byte(i) >= low && byte(i) <= high
                             : byte(i) >= 0x80 && byte(i) <= 0xBF;
    if (!fits) return {i, kIllFormed};
    code_point = code_point << 6 | (byte(i) & 0x3F);
  }
  return {length, code_point};
}

// C0, DEL or C1.
bool IsControlCode(std::uint32_t code_point) {
  return code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0);
}

// Unicode category Cf and line separators: characters that are invisible or
// that move other characters.
bool IsInvisible(std::uint32_t code_point) {
  constexpr std::pair<std::uint32_t, std::uint32_t> kRanges[] = {
      {0x00AD, 0x00AD}, {0x0600, 0x0605}, {0x061C, 0x061C}, {0x06DD, 0x06DD},
      {0x070F, 0x070F}, {0x180E, 0x180E}, {0x200B, 0x200F}, {0x2028, 0x202E},
      {0x2060, 0x206F}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE007F}};
  return std::ranges::any_of(kRanges, [code_point](const auto& range) {
    return code_point >= range.first && code_point <= range.second;
  });
}

}  // namespace

std::string_view Trim(std::string_view text) {
  while (!text.empty() && IsSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  return text;
}

std::string ToLower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return ToLower(c); });
  return lower;
}

std::size_t WellFormedPrefix(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size()) {
    const Sequence next = DecodeFirst(text.substr(size));
    if (next.code_point == kIllFormed) break;
    size += next.size;
  }
  return size;
}

std::string SafeLabelValue(std::string_view text) {
  std::string safe;
  while (!text.empty()) {
    const Sequence next = DecodeFirst(text);
    std::string_view part = text.substr(0, next.size);
    text.remove_prefix(next.size);
    if (next.code_point == kIllFormed) part = kReplacement;
    if (IsControlCode(next.code_point)) part = " ";
    if (safe.size() + part.size() > kLabelValueBytes) break;
    safe += part;
  }
  return safe;
}

std::string PrintableText(std::string_view text) {
  std::string printable;
  while (!text.empty()) {
    const Sequence next = DecodeFirst(text);
    const std::string_view part = text.substr(0, next.size);
    text.remove_prefix(next.size);
    if (printable.size() + part.size() > kQuotationBytes) {
      return printable + "...";
    }
    const bool is_hidden = next.code_point == kIllFormed ||
                           IsControlCode(next.code_point) ||
                           IsInvisible(next.code_point);
    printable += is_hidden ? "?" : part;
  }
  return printable;
}

std::string Quoted(std::string_view text) {
  return "`" + SafeLabelValue(text) + "`";
}

std::string DoubleQuoted(std::string_view text) {
  constexpr char kHexDigits[] = "0123456789abcdef";
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '\n') {
      quoted += "\\n";
    } else if (IsControl(c)) {
      quoted += {'\\', 'u', '0', '0', kHexDigits[c >> 4], kHexDigits[c & 15]};
    } else {
      if (c == '"' || c == '\\') quoted += '\\';
      quoted += c;
    }
  }
  return quoted + '"';
}

}  // namespace pitel
