#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace pitel {

// A part of the targets of a configuration that several processes share.
struct Shard {
  std::uint32_t index = 0;  // below `count`
  std::uint32_t count = 1;

  bool operator==(const Shard&) const = default;
};

// Limits what the choice of a shard costs.
inline constexpr std::uint32_t kMostShards = 1000;

// Reads `I/N`, for example "0/4"; absent unless I < N <= kMostShards.
std::optional<Shard> ParseShard(std::string_view text);

// The index of the shard, of `count` ones, that a target belongs to, by its
// name. Every process chooses the same. If `count` grows, targets move to the
// new shards only.
std::uint32_t ShardOf(std::string_view target, std::uint32_t count);

}  // namespace pitel
