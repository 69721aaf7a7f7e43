#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pitel {

// Numbers groups of rows in the order in which their keys first occur. Rows can
// then be counted in their order, in which those of a tenant, and its counts,
// are near each other in memory.
class GroupNumbers {
 public:
  explicit GroupNumbers(std::size_t most_groups)
      : places_(std::bit_ceil(most_groups + most_groups / 2 + 1), kFree) {
    keys_.reserve(most_groups);
  }

  // The group with this key: a keyed hash, which is spread evenly, and a
  // tenant. Without a hash, a new group each time.
  std::uint32_t Of(std::uint64_t hash, std::uint32_t tenant) {
    const Key key{hash, tenant};
    if (hash == 0) return Add(key);
    std::size_t at = hash & (places_.size() - 1);
    while (places_[at] != kFree && keys_[places_[at]] != key) {
      at = (at + 1) & (places_.size() - 1);
    }
    if (places_[at] == kFree) places_[at] = Add(key);
    return places_[at];
  }

 private:
  static constexpr std::uint32_t kFree = ~std::uint32_t{0};

  struct Key {
    std::uint64_t hash;
    std::uint32_t tenant;
    bool operator==(const Key&) const = default;
  };

  std::uint32_t Add(const Key& key) {
    keys_.push_back(key);
    return static_cast<std::uint32_t>(keys_.size() - 1);
  }

  std::vector<std::uint32_t> places_;  // the group, by the hash
  std::vector<Key> keys_;
};

}  // namespace pitel
