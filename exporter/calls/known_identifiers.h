#pragma once

#include <cstdint>
#include <vector>

#include "calls/identifiers.h"
#include "calls/known_call.h"

namespace pitel {

// In the place of a call's index.
inline constexpr std::uint32_t kNoCall = ~std::uint32_t{0};

// By what the known calls are known: a sorted list, gone through side by side
// with the sorted identifiers of an answer.
class KnownIdentifiers {
 public:
  // Calls `match(identifier, call)` for each identifier of an answer and each
  // known call that has the same.
  template <typename Match>
  void ForEachMatch(const std::vector<Identifier>& seen, Match match) const {
    auto known = known_.begin();
    for (const Identifier& identifier : seen) {
      while (known != known_.end() && known->hash < identifier.hash) ++known;
      for (auto same = known;
           same != known_.end() && same->hash == identifier.hash; ++same) {
        match(identifier, same->call);
      }
    }
  }

  // Calls moved to other places: `moved` gives the new one of each, kNoCall of
  // those that are gone.
  void Move(const std::vector<std::uint32_t>& moved);

  // Adds those that an answer showed the calls by: `call_of_row` has the call
  // of each row, or kNoCall. Drops the numbers of calls that are not known by
  // them any more; and, of calls known by plenty, identifiers that the last
  // `gone_after` complete answers did not show.
  void Learn(const std::vector<Identifier>& seen,
             const std::vector<std::uint32_t>& call_of_row, const Poll& poll,
             std::vector<KnownCall>& calls);

 private:
  struct Known {
    std::uint64_t hash;
    std::uint32_t call;
    std::uint32_t last_seen : 30;  // in the complete answer of this number
    IdentifierKind kind : 2;
  };
  static_assert(sizeof(Known) == 16);

  static bool Less(const Known& a, const Known& b);

  std::vector<Known> known_;  // by hash and call
  std::uint32_t complete_answers_ = 0;
};

}  // namespace pitel
