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

// Limits the cost of choosing a shard.
inline constexpr std::uint32_t kMostShards = 1000;

// Reads `I/N`, for example "0/4"; absent unless I < N <= kMostShards.
std::optional<Shard> ParseShard(std::string_view text);

// The index of the shard that the target of this name belongs to, if there are
// `count` shards. Every process chooses the same. If `count` grows, targets
// move only to the new shards.
std::uint32_t ShardOf(std::string_view target, std::uint32_t count);

}  // namespace pitel
