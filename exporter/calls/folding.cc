#include "calls/folding.h"

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

Folding::PairsInUse::value_type& Folding::Use(const LabelLimits& limits,
                                              const std::string& tenant,
                                              const std::string& server,
                                              SteadyTime now) {
  auto pair = pairs_.find({tenant, server});
  if (pair == pairs_.end()) {
    const bool has_server = server != kOther;
    if (has_server && pairs_with_server_ >= limits.series) {
      return Use(limits, tenant, kOther, now);
    }
    pair = pairs_.try_emplace({tenant, server}).first;
    pairs_with_server_ += has_server;
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
  std::erase_if(servers_, [&](auto& name) { return is_inactive(name.second); });
  std::erase_if(pairs_, [&](const PairsInUse::value_type& pair) {
    const bool inactive = is_inactive(pair.second.last_seen);
    if (inactive && pair.first.second != kOther) --pairs_with_server_;
    return inactive;
  });
}

FoldedLabels Folding::Update(const CallRules& rules, const Answer& answer,
                             SteadyTime now) {
  ForgetInactive(rules.series_ttl, now);
  const LabelLimits& limits = rules.limits;
  const auto tenants = Name(answer.tenants, limits.tenants, now, tenants_);
  const auto servers = Name(answer.servers, limits.servers, now, servers_);

  // A row's pair of real values leads to the pair of labels it is shown under.
  std::unordered_map<std::uint64_t, const PairsInUse::value_type*> shown;
  std::vector<const Activity*> shown_of_row;
  std::vector<bool> server_folded(answer.servers.size());
  shown_of_row.reserve(answer.rows.size());
  for (const CallRow& row : answer.rows) {
    const auto [entry, is_new] = shown.try_emplace(
        std::uint64_t{row.tenant} << 32 | row.server, nullptr);
    if (is_new) {
      entry->second =
          &Use(limits, *tenants[row.tenant], *servers[row.server], now);
      const std::string& server = entry->second->first.second;
      if (server != answer.servers[row.server])
        server_folded[row.server] = true;
    }
    shown_of_row.push_back(&entry->second->second);
  }

  FoldedLabels labels;
  for (auto& [names, activity] : pairs_) {
    activity.index = static_cast<std::uint32_t>(labels.pairs.size());
    labels.pairs.push_back({names.first, names.second});
  }
  labels.pair_of_row.reserve(shown_of_row.size());
  for (const Activity* activity : shown_of_row) {
    labels.pair_of_row.push_back(activity->index);
  }
  for (std::size_t i = 0; i < tenants.size(); ++i) {
    labels.folded_tenants += *tenants[i] != answer.tenants[i];
  }
  labels.folded_servers = static_cast<std::size_t>(
      std::count(server_folded.begin(), server_folded.end(), true));
  return labels;
}

}  // namespace pitel
