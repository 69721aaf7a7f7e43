#include "calls/known_identifiers.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace pitel {
namespace {

// A queue that makes a new call_id for each offer would give a caller ever more
// identifiers.
constexpr std::uint16_t kPlenty = 16;

bool Less(const KnownIdentifier& a, const KnownIdentifier& b) {
  return std::tie(a.hash, a.tenant, a.call) <
         std::tie(b.hash, b.tenant, b.call);
}

// Sorts identifiers that are already in the order of hashes.
void SortRuns(std::vector<KnownIdentifier>& identifiers) {
  for (auto first = identifiers.begin(); first != identifiers.end();) {
    const auto last = std::find_if(
        first, identifiers.end(),
        [&](const auto& other) { return other.hash != first->hash; });
    if (last - first > 1) std::sort(first, last, Less);
    first = last;
  }
}

}  // namespace

std::vector<std::uint64_t> KnownIdentifiers::Move(
    const std::vector<std::uint32_t>& moved) {
  std::vector<std::uint64_t> gone;
  for (KnownIdentifier& known : known_) {
    known.call = moved[known.call];
    if (known.call == kNoCall && known.kind == IdentifierKind::kCallId) {
      gone.push_back(known.hash);
    }
  }
  std::erase_if(known_, [](const KnownIdentifier& known) {
    return known.call == kNoCall;
  });
  return gone;
}

// Copies per-call flags into dense arrays first: in the order of the
// identifiers, KnownCall records are scattered and would miss the cache.
void KnownIdentifiers::Learn(const std::vector<Identifier>& seen,
                             const std::vector<std::uint32_t>& call_of_row,
                             const ComparedResponse& response,
                             std::vector<KnownCall>& calls) {
  ++responses_;
  std::vector<std::uint8_t> by_numbers(calls.size());
  std::vector<std::uint8_t> by_plenty(calls.size());
  for (std::size_t i = 0; i < calls.size(); ++i) {
    by_numbers[i] = calls[i].known_by_numbers();
    by_plenty[i] = calls[i].identifiers >= kPlenty;
  }
  const auto identifies = [&](IdentifierKind kind, std::uint32_t call) {
    return IsOfOneCall(kind) || by_numbers[call];
  };
  std::vector<KnownIdentifier> shown;
  shown.reserve(seen.size());
  for (const Identifier& identifier : seen) {
    const std::uint32_t call = call_of_row[identifier.row];
    if (call == kNoCall || !identifies(identifier.kind, call)) continue;
    KnownIdentifier known{identifier.hash, identifier.tenant, call, 0,
                          identifier.kind};
    known.last_seen = responses_;
    shown.push_back(known);
  }
  SortRuns(shown);
  const auto same = [](const KnownIdentifier& a, const KnownIdentifier& b) {
    return !Less(a, b) && !Less(b, a);
  };
  shown.erase(std::unique(shown.begin(), shown.end(), same), shown.end());

  std::erase_if(known_, [&](const KnownIdentifier& known) {
    return !identifies(known.kind, known.call) ||
           (by_plenty[known.call] &&
            responses_ - known.last_seen >= response.gone_after);
  });
  std::vector<KnownIdentifier> all;
  all.reserve(known_.size() + shown.size());
  std::set_union(shown.begin(), shown.end(), known_.begin(), known_.end(),
                 std::back_inserter(all), Less);
  known_ = std::move(all);

  std::vector<std::uint8_t> counts(calls.size());
  for (const KnownIdentifier& known : known_) {
    auto& count = counts[known.call];
    if (count < kPlenty) ++count;
  }
  for (std::size_t i = 0; i < calls.size(); ++i) {
    calls[i].identifiers = counts[i];
  }
}

}  // namespace pitel
