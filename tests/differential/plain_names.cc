#include "plain_names.h"

#include <limits>

namespace pitel::plain {
namespace {

const std::string kOther = "_other";

}  // namespace

Folding::Folding(const CallRules& rules)
    : tenants_(rules.limits.tenants, rules.series_ttl),
      servers_(rules.limits.servers, rules.series_ttl),
      series_(rules.limits.tenant_server_pairs, rules.series_ttl),
      pairs_seen_(std::numeric_limits<std::size_t>::max(), rules.series_ttl) {}

void Folding::BeginPoll(SteadyTime now) {
  tenants_.Expire(now);
  servers_.Expire(now);
  series_.Expire(now);
  pairs_seen_.Expire(now);
  folded_tenants_.clear();
  folded_servers_.clear();
}

Pair Folding::Fold(const Pair& real, SteadyTime now) {
  Pair label = real;
  // A tenant called `_other` needs no name of its own.
  if (real.first != kOther && !tenants_.Take(real.first, now)) {
    label.first = kOther;
    folded_tenants_.insert(real.first);
  }
  if (real.second != kOther && !servers_.Take(real.second, now)) {
    label.second = kOther;
  }
  if (label.second != kOther && !series_.Take(label, now)) {
    label.second = kOther;
  }
  if (label.second != real.second) folded_servers_.insert(real.second);
  pairs_seen_.Take(label, now);
  return label;
}

std::set<Pair> Folding::PairsSeen() const {
  std::set<Pair> pairs;
  for (const auto& [pair, seen] : pairs_seen_.seen()) pairs.insert(pair);
  return pairs;
}

}  // namespace pitel::plain
