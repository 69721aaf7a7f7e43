// Decimal numbers in text from outside, as std::from_chars reads them: without
// white space, plus sign or digit separators. One that T cannot represent is
// none.
#pragma once

#include <charconv>
#include <cstddef>
#include <optional>
#include <string_view>
#include <system_error>

namespace pitel {

// The number at the start of `text`, which it is removed from.
template <typename T>
std::optional<T> TakeNumber(std::string_view& text) {
  T number{};
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

// The number that is the whole of `text`.
template <typename T>
std::optional<T> ParseNumber(std::string_view text) {
  const auto number = TakeNumber<T>(text);
  return text.empty() ? number : std::nullopt;
}

}  // namespace pitel
