#include "queues/queue_names.h"

#include "base/text.h"

namespace pitel {

std::uint32_t QueueNames::IndexOf(std::string_view uuid,
                                  std::string_view name) {
  const std::uint64_t queue = hash_.Join({hash_(uuid), hash_(name)});
  if (const auto known = by_queue_.find(queue); known != by_queue_.end()) {
    return known->second;
  }
  std::string label = LabelOf(uuid, name);
  const auto [entry, is_new] =
      by_label_.try_emplace(label, static_cast<std::uint32_t>(labels_.size()));
  if (is_new) labels_.push_back(std::move(label));
  by_queue_.emplace(queue, entry->second);
  return entry->second;
}

void QueueNames::Clear() {
  by_queue_.clear();
  by_label_.clear();
  labels_.clear();
}

std::string QueueNames::LabelOf(std::string_view uuid,
                                std::string_view name) const {
  const auto given = naming_.names.find(std::string(uuid));
  if (given != naming_.names.end()) return SafeLabelValue(given->second);
  const bool shows_name = naming_.label == QueueLabel::kName && !name.empty();
  const std::string_view shown = shows_name ? name : uuid;
  return shown.empty() ? "unknown" : SafeLabelValue(shown);
}

}  // namespace pitel
