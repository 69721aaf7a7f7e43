// A caller is a set of inbound ringing legs of one tenant that belong together,
// pairwise or through others. Two legs do if they share a call_id; if they have
// the same complete numbers; or if they have the same one number and began at
// most five seconds apart, as the phones of a ring group do.
//
// Each of these makes legs neighbours in some order, and joining neighbours
// joins all that belong together: no pair of legs is compared in vain.

#include "calls/ringing_callers.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <unordered_map>

#include "calls/caller_numbers.h"

namespace pitel {
namespace {

constexpr std::chrono::seconds kSameOffer{5};

// One inbound leg that is not stale.
struct Leg {
  std::uint32_t tenant;
  std::uint64_t call_id;
  CallerNumbers numbers;
  std::chrono::sys_seconds call_time;
  std::chrono::nanoseconds age;

  auto call() const { return std::tie(tenant, call_id); }
  auto caller() const { return std::tie(tenant, numbers); }
};

std::vector<Leg> InboundLegs(const Answer& answer,
                             const std::vector<LegTime>& times, CallState state,
                             CallerKey caller_key) {
  std::vector<Leg> legs;
  for (std::size_t i = 0; i < answer.rows.size(); ++i) {
    const CallRow& row = answer.rows[i];
    if (row.state == state && row.direction == Direction::kInbound &&
        !times[i].stale) {
      legs.push_back({row.tenant, row.call_id, NumbersOf(row, caller_key),
                      row.call_time, times[i].age});
    }
  }
  return legs;
}

// Sets of legs, joined pair by pair.
class DisjointSets {
 public:
  explicit DisjointSets(std::size_t size) : parents_(size) {
    std::iota(parents_.begin(), parents_.end(), 0);
  }

  std::size_t Find(std::size_t i) {
    while (parents_[i] != i) i = parents_[i] = parents_[parents_[i]];
    return i;
  }
  void Join(std::size_t a, std::size_t b) { parents_[Find(a)] = Find(b); }

 private:
  std::vector<std::size_t> parents_;
};

// Joins neighbours in the order of `key` among the legs that `concerned` picks,
// where `together` holds for the two.
template <typename Concerned, typename Key, typename Together>
void JoinNeighbours(const std::vector<Leg>& legs, DisjointSets& callers,
                    Concerned concerned, Key key, Together together) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < legs.size(); ++i) {
    if (concerned(legs[i])) order.push_back(i);
  }
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return key(legs[a]) < key(legs[b]);
  });
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (together(legs[order[i - 1]], legs[order[i]])) {
      callers.Join(order[i - 1], order[i]);
    }
  }
}

DisjointSets JoinLegs(const std::vector<Leg>& legs) {
  DisjointSets callers(legs.size());
  JoinNeighbours(
      legs, callers, [](const Leg& leg) { return leg.call_id != 0; },
      [](const Leg& leg) { return leg.call(); },
      [](const Leg& a, const Leg& b) { return a.call() == b.call(); });
  JoinNeighbours(
      legs, callers, [](const Leg& leg) { return leg.numbers.complete; },
      [](const Leg& leg) { return leg.caller(); },
      [](const Leg& a, const Leg& b) { return a.caller() == b.caller(); });
  JoinNeighbours(
      legs, callers,
      [](const Leg& leg) {
        return leg.numbers.any() && !leg.numbers.complete &&
               leg.call_time != kNoCallTime;
      },
      [](const Leg& leg) {
        return std::tie(leg.tenant, leg.numbers, leg.call_time);
      },
      [](const Leg& a, const Leg& b) {
        return a.caller() == b.caller() &&
               b.call_time - a.call_time <= kSameOffer;
      });
  return callers;
}

// Whose call_id, or complete numbers, are also on an answered leg is being
// served already.
class ServedCallers {
 public:
  explicit ServedCallers(std::vector<Leg> oncall)
      : by_call_(oncall), by_caller_(std::move(oncall)) {
    std::sort(by_call_.begin(), by_call_.end(), CallLess);
    std::sort(by_caller_.begin(), by_caller_.end(), CallerLess);
  }

  bool Include(const Leg& leg) const {
    return (leg.call_id != 0 &&
            std::binary_search(by_call_.begin(), by_call_.end(), leg,
                               CallLess)) ||
           (leg.numbers.complete &&
            std::binary_search(by_caller_.begin(), by_caller_.end(), leg,
                               CallerLess));
  }

 private:
  static bool CallLess(const Leg& a, const Leg& b) {
    return a.call() < b.call();
  }
  static bool CallerLess(const Leg& a, const Leg& b) {
    return a.caller() < b.caller();
  }

  std::vector<Leg> by_call_;
  std::vector<Leg> by_caller_;
};

}  // namespace

std::vector<RingingCaller> FindRingingCallers(const Answer& answer,
                                              const std::vector<LegTime>& times,
                                              CallerKey caller_key) {
  const auto legs = InboundLegs(answer, times, CallState::kRinging, caller_key);
  const ServedCallers served(
      InboundLegs(answer, times, CallState::kOncall, caller_key));
  DisjointSets sets = JoinLegs(legs);
  std::vector<bool> is_served(legs.size());
  for (std::size_t i = 0; i < legs.size(); ++i) {
    if (served.Include(legs[i])) is_served[sets.Find(i)] = true;
  }
  std::vector<RingingCaller> callers;
  std::unordered_map<std::size_t, std::size_t> caller_of_set;
  for (std::size_t i = 0; i < legs.size(); ++i) {
    const std::size_t set = sets.Find(i);
    if (is_served[set]) continue;
    const auto [caller, is_new] = caller_of_set.emplace(set, callers.size());
    if (is_new) callers.push_back({legs[i].tenant, legs[i].age});
    auto& age = callers[caller->second].age;
    age = std::max(age, legs[i].age);
  }
  return callers;
}

}  // namespace pitel
