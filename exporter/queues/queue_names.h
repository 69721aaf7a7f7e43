#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "endpoint/keyed_hash.h"
#include "queues/rules.h"

namespace pitel {

// The label values of the queues of one response, in the order in which they
// first occur. A queue's own name is used only if the naming asks for it, since
// it may contain a person's name or number.
class QueueNames {
 public:
  QueueNames(const QueueNaming& naming, const KeyedHash& hash)
      : naming_(naming), hash_(hash) {}

  // `uuid` is in lower case; either may be empty.
  std::uint32_t IndexOf(std::string_view uuid, std::string_view name);
  std::vector<std::string> Take() { return std::move(labels_); }
  void Clear();

 private:
  std::string LabelOf(std::string_view uuid, std::string_view name) const;

  const QueueNaming& naming_;
  const KeyedHash& hash_;
  std::unordered_map<std::uint64_t, std::uint32_t> by_queue_;
  std::unordered_map<std::string, std::uint32_t> by_label_;
  std::vector<std::string> labels_;
};

}  // namespace pitel
