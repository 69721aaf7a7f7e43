#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "base/clock.h"
#include "calls/rules.h"

namespace pitel::plain {

// A limited number of names, first come, first served; each is kept until it
// was inactive for `ttl`.
template <typename Name>
class Names {
 public:
  Names(std::size_t limit, std::chrono::nanoseconds ttl)
      : limit_(limit), ttl_(ttl) {}

  void Expire(SteadyTime now) {
    std::erase_if(seen_, [&](const auto& name_and_time) {
      return now - name_and_time.second >= ttl_;
    });
  }

  // False if there is no room for it.
  bool Take(const Name& name, SteadyTime now) {
    if (!seen_.contains(name) && seen_.size() >= limit_) return false;
    seen_[name] = now;
    return true;
  }

  const std::map<Name, SteadyTime>& seen() const { return seen_; }

 private:
  std::size_t limit_;
  std::chrono::nanoseconds ttl_;
  std::map<Name, SteadyTime> seen_;
};

// A tenant and a server, as labels or real.
using Pair = std::pair<std::string, std::string>;

// "Folding": which labels the tenants and servers of the rows get.
class Folding {
 public:
  explicit Folding(const CallRules& rules);

  void BeginPoll(SteadyTime now);
  // The labels of a row of `real` tenant and server; rows come in the order of
  // the response.
  Pair Fold(const Pair& real, SteadyTime now);

  // Label pairs of which a row came within series_ttl.
  std::set<Pair> PairsSeen() const;
  // Distinct values folded since BeginPoll.
  std::size_t folded_tenants() const { return folded_tenants_.size(); }
  std::size_t folded_servers() const { return folded_servers_.size(); }

 private:
  Names<std::string> tenants_;
  Names<std::string> servers_;
  Names<Pair> series_;
  Names<Pair> pairs_seen_;
  std::set<std::string> folded_tenants_;
  std::set<std::string> folded_servers_;
};

}  // namespace pitel::plain
