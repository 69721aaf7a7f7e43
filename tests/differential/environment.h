#pragma once

#include <cstdint>
#include <cstdlib>

namespace pitel::differential {

// A whole number from the environment, to run a random test elsewhere or for
// longer.
inline std::uint64_t FromEnvironment(const char* name,
                                     std::uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

}  // namespace pitel::differential
