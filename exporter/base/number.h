// Decimal numbers in text from outside, as std::from_chars reads them: without
// white space, plus sign or digit separators. A number beyond the range of T is
// refused.
#pragma once

#include <charconv>
#include <cstddef>
#include <optional>
#include <string_view>
#include <system_error>

namespace pitel {

// Removes the number at the start of `text` and returns it.
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
