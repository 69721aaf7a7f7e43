#pragma once

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

namespace pitel {

// Disjoint sets of the numbers from 0. At first, each number is its own set.
class DisjointSets {
 public:
  explicit DisjointSets(std::size_t size) : parents_(size) {
    std::iota(parents_.begin(), parents_.end(), 0);
  }

  // The representative of the set that contains `i`.
  std::uint32_t Find(std::uint32_t i) {
    while (parents_[i] != i) i = parents_[i] = parents_[parents_[i]];
    return i;
  }
  void Join(std::uint32_t a, std::uint32_t b) { parents_[Find(a)] = Find(b); }

 private:
  std::vector<std::uint32_t> parents_;
};

}  // namespace pitel
