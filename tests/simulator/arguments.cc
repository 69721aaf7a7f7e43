#include "simulator/arguments.h"

#include <charconv>
#include <sstream>

namespace pitel::simulation {
namespace {

std::string Decode(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned byte = 0;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(&text[i + 1], &text[i + 3], byte, 16).ptr ==
            &text[i + 3]) {
      decoded += static_cast<char>(byte);
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

}  // namespace

Arguments::Arguments(std::string_view query) {
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::size_t value = std::min(equals + 1, pair.size());
    values_[Decode(pair.substr(0, equals))] = Decode(pair.substr(value));
  }
}

std::string Arguments::Text(const std::string& name,
                            const std::string& fallback) {
  const auto node = values_.extract(name);
  return node ? node.mapped() : fallback;
}

double Arguments::Number(const std::string& name, double fallback, double least,
                         double most) {
  const auto node = values_.extract(name);
  if (!node) return fallback;
  const std::string& text = node.mapped();
  double number = 0;
  const auto parsed =
      std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec == std::errc() && parsed.ptr == text.data() + text.size() &&
      number >= least && number <= most) {
    return number;
  }
  std::ostringstream message;
  message << name << " must be a number from " << least << " to " << most;
  error_ = message.str();
  return fallback;
}

std::string Arguments::error() const {
  if (!error_.empty()) return error_;
  return values_.empty() ? "" : "unknown argument " + values_.begin()->first;
}

}  // namespace pitel::simulation
