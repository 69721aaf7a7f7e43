// Rendezvous hashing: each shard has a weight for each target, and the heaviest
// shard gets the target. The weight is the first 8 bytes (big endian) of
// SHA-256(name, NUL, index in decimal), so that other programs can compute it.
#include "config/shard.h"

#include <openssl/sha.h>

#include <new>
#include <string>

#include "base/number.h"

namespace pitel {
namespace {

std::uint64_t Weight(std::string_view target, std::uint32_t index) {
  std::string text(target);
  text += '\0';
  text += std::to_string(index);
  unsigned char digest[SHA256_DIGEST_LENGTH];
  const auto* const bytes = reinterpret_cast<const unsigned char*>(text.data());
  if (SHA256(bytes, text.size(), digest) == nullptr) throw std::bad_alloc();
  std::uint64_t weight = 0;
  for (int i = 0; i < 8; ++i) weight = weight << 8 | digest[i];
  return weight;
}

}  // namespace

std::optional<Shard> ParseShard(std::string_view text) {
  const auto index = TakeNumber<std::uint32_t>(text);
  if (!index || !text.starts_with('/')) return std::nullopt;
  const auto count = ParseNumber<std::uint32_t>(text.substr(1));
  if (!count || *count > kMostShards || *index >= *count) return std::nullopt;
  return Shard{*index, *count};
}

std::uint32_t ShardOf(std::string_view target, std::uint32_t count) {
  std::uint32_t heaviest = 0;
  std::uint64_t most = Weight(target, 0);
  for (std::uint32_t index = 1; index < count; ++index) {
    const std::uint64_t weight = Weight(target, index);
    if (weight <= most) continue;
    most = weight;
    heaviest = index;
  }
  return heaviest;
}

}  // namespace pitel
