#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "calls/identifiers.h"
#include "calls/known_call.h"

namespace pitel {

// In place of a call's index.
inline constexpr std::uint32_t kNoCall = ~std::uint32_t{0};

// An identifier that a known call was seen with.
struct KnownIdentifier {
  std::uint64_t hash;
  std::uint64_t tenant;
  std::uint32_t call;
  std::uint32_t last_seen : 30;  // the number of the response
  IdentifierKind kind : 2;
};
static_assert(sizeof(KnownIdentifier) == 24);

// The identifiers of the known calls: a sorted list, merged with the sorted
// identifiers of a response.
class KnownIdentifiers {
 public:
  using Legs = std::span<const Identifier>;
  using Calls = std::span<const KnownIdentifier>;

  // Calls `match(Legs, Calls)` for each identifier that legs of a response
  // share with known calls, with all of these.
  template <typename Match>
  void ForEachMatch(const std::vector<Identifier>& seen, Match match) const {
    auto call = known_.begin();
    for (auto leg = seen.begin(); leg != seen.end();) {
      const std::uint64_t hash = leg->hash;
      const auto is_other = [&](const auto& other) {
        return other.hash != hash;
      };
      const auto end_of_legs = std::find_if(leg, seen.end(), is_other);
      while (call != known_.end() && call->hash < hash) ++call;
      const auto end_of_calls = std::find_if(call, known_.end(), is_other);
      if (call != end_of_calls)
        match(Legs(leg, end_of_legs), Calls(call, end_of_calls));
      leg = end_of_legs;
      call = end_of_calls;
    }
  }

  // Renumbers the calls: `moved` contains the new index of each, kNoCall for
  // those that are gone. Returns the call_ids of the latter, sorted.
  std::vector<std::uint64_t> Move(const std::vector<std::uint32_t>& moved);

  // Adds the identifiers that a response showed: `call_of_row` has the call of
  // each row, or kNoCall. Drops numbers that no longer identify their call and,
  // if a call has plenty of identifiers, those that the last `gone_after`
  // responses did not show.
  void Learn(const std::vector<Identifier>& seen,
             const std::vector<std::uint32_t>& call_of_row,
             const ComparedResponse& response, std::vector<KnownCall>& calls);

 private:
  std::vector<KnownIdentifier> known_;  // by hash, tenant and call
  std::uint32_t responses_ = 0;
};

}  // namespace pitel
