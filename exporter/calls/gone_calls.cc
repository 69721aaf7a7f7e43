#include "calls/gone_calls.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace pitel {

bool GoneCalls::Contains(std::uint64_t call_id) const {
  return std::ranges::binary_search(gone_, call_id, {}, &Gone::call_id);
}

void GoneCalls::Expire(SteadyTime now) {
  std::erase_if(gone_, [now](const Gone& gone) {
    return now - gone.time > kGoneCallsKept;
  });
}

void GoneCalls::Add(const std::vector<std::uint64_t>& call_ids, SteadyTime now,
                    std::size_t limit) {
  std::vector<Gone> added;
  added.reserve(call_ids.size());
  for (const std::uint64_t call_id : call_ids) {
    if (added.empty() || added.back().call_id != call_id) {
      added.push_back({call_id, now});
    }
  }
  // Of two equal call_ids, the added one is kept.
  std::vector<Gone> all;
  all.reserve(gone_.size() + added.size());
  std::set_union(added.begin(), added.end(), gone_.begin(), gone_.end(),
                 std::back_inserter(all), [](const Gone& a, const Gone& b) {
                   return a.call_id < b.call_id;
                 });
  if (all.size() > limit) {
    std::vector<SteadyTime> times;
    times.reserve(all.size());
    for (const Gone& gone : all) times.push_back(gone.time);
    const auto newest_forgotten =
        times.end() - static_cast<std::ptrdiff_t>(limit) - 1;
    std::nth_element(times.begin(), newest_forgotten, times.end());
    std::erase_if(all, [time = *newest_forgotten](const Gone& gone) {
      return gone.time <= time;
    });
  }
  gone_ = std::move(all);
}

}  // namespace pitel
