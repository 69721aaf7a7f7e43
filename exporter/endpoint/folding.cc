#include "endpoint/folding.h"

#include <algorithm>
#include <unordered_map>

namespace pitel {
namespace {

const std::string kOther = kOtherLabel;

}  // namespace

std::vector<const std::string*> Folding::Name(
    const std::vector<std::string>& values, std::size_t limit, SteadyTime now,
    NamesInUse& names) {
  std::vector<const std::string*> shown;
  shown.reserve(values.size());
  for (const std::string& value : values) {
    auto name = names.find(value);
    if (name == names.end() && names.size() < limit && value != kOther) {
      name = names.emplace(value, now).first;
    }
    if (name == names.end()) {
      shown.push_back(&kOther);
    } else {
      name->second = now;
      shown.push_back(&name->first);
    }
  }
  return shown;
}

Folding::PairsInUse::value_type& Folding::Use(std::size_t limit,
                                              const std::string& tenant,
                                              const std::string& part,
                                              SteadyTime now) {
  auto pair = pairs_.find({tenant, part});
  if (pair == pairs_.end()) {
    const bool has_part = part != kOther;
    if (has_part && pairs_with_part_ >= limit) {
      return Use(limit, tenant, kOther, now);
    }
    pair = pairs_.try_emplace({tenant, part}).first;
    pairs_with_part_ += has_part;
  }
  pair->second.last_seen = now;
  return *pair;
}

void Folding::ForgetInactive(std::chrono::nanoseconds series_ttl,
                             SteadyTime now) {
  const auto is_inactive = [&](SteadyTime last_seen) {
    return now - last_seen > series_ttl;
  };
  std::erase_if(tenants_, [&](auto& name) { return is_inactive(name.second); });
  std::erase_if(parts_, [&](auto& name) { return is_inactive(name.second); });
  std::erase_if(pairs_, [&](const PairsInUse::value_type& pair) {
    const bool inactive = is_inactive(pair.second.last_seen);
    if (inactive && pair.first.second != kOther) --pairs_with_part_;
    return inactive;
  });
}

void Folding::KeepTenants(const TenantFilter& filter) {
  const auto is_left_out = [&](const std::string& tenant) {
    return tenant != kOther && !filter.Admits(tenant);
  };
  std::erase_if(tenants_, [&](auto& name) { return is_left_out(name.first); });
  std::erase_if(pairs_, [&](const PairsInUse::value_type& pair) {
    const bool left_out = is_left_out(pair.first.first);
    if (left_out && pair.first.second != kOther) --pairs_with_part_;
    return left_out;
  });
}

std::vector<FoldedLabels::Pair> Folding::NumberPairs() {
  std::vector<FoldedLabels::Pair> pairs;
  pairs.reserve(pairs_.size());
  for (auto& [names, activity] : pairs_) {
    activity.index = static_cast<std::uint32_t>(pairs.size());
    pairs.push_back({names.first, names.second});
  }
  return pairs;
}

FoldedLabels Folding::Update(const FoldingRules& rules, const RowLabels& labels,
                             SteadyTime now) {
  ForgetInactive(rules.series_ttl, now);
  const auto tenants = Name(labels.tenants, rules.tenants, now, tenants_);
  const auto parts = Name(labels.parts, rules.parts, now, parts_);

  // A row's pair of real values leads to the pair of labels it is shown under.
  std::unordered_map<std::uint64_t, const PairsInUse::value_type*> shown;
  std::vector<const Activity*> shown_of_row;
  std::vector<bool> part_folded(labels.parts.size());
  shown_of_row.reserve(labels.rows.size());
  for (const RowLabels::Row& row : labels.rows) {
    const auto [entry, is_new] =
        shown.try_emplace(std::uint64_t{row.tenant} << 32 | row.part, nullptr);
    if (is_new) {
      entry->second =
          &Use(rules.pairs, *tenants[row.tenant], *parts[row.part], now);
      const std::string& part = entry->second->first.second;
      if (part != labels.parts[row.part]) part_folded[row.part] = true;
    }
    shown_of_row.push_back(&entry->second->second);
  }

  FoldedLabels folded;
  folded.pairs = NumberPairs();
  folded.pair_of_row.reserve(shown_of_row.size());
  for (const Activity* activity : shown_of_row) {
    folded.pair_of_row.push_back(activity->index);
  }
  for (std::size_t i = 0; i < tenants.size(); ++i) {
    folded.folded_tenants += *tenants[i] != labels.tenants[i];
  }
  folded.folded_parts = static_cast<std::size_t>(
      std::count(part_folded.begin(), part_folded.end(), true));
  return folded;
}

}  // namespace pitel
