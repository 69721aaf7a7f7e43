#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <random>

namespace pitel::differential {

// Random choices that are the same for a seed on every platform.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : generator_(seed) {}

  std::size_t Below(std::size_t n) { return generator_() % n; }
  bool Chance(int percent) { return Below(100) < std::size_t(percent); }

  // One element of a container that is not empty.
  template <typename Container>
  auto& Pick(Container& from) {
    return *std::next(std::begin(from), std::ptrdiff_t(Below(std::size(from))));
  }
  template <typename T>
  T Pick(std::initializer_list<T> from) {
    return from.begin()[Below(from.size())];
  }

 private:
  std::mt19937_64 generator_;
};

}  // namespace pitel::differential
