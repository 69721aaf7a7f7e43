#include "calls/known_identifiers.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace pitel {
namespace {

// A queue that makes a call_id for each offer would have a caller known by ever
// more of them.
constexpr std::uint16_t kPlenty = 16;

bool Identifies(IdentifierKind kind, const KnownCall& call) {
  return IsOfOneCall(kind) || call.known_by_numbers();
}

bool Less(const KnownIdentifier& a, const KnownIdentifier& b) {
  return std::tie(a.hash, a.tenant, a.call) <
         std::tie(b.hash, b.tenant, b.call);
}

}  // namespace

void KnownIdentifiers::Move(const std::vector<std::uint32_t>& moved) {
  for (KnownIdentifier& known : known_) known.call = moved[known.call];
  std::erase_if(known_, [](const KnownIdentifier& known) {
    return known.call == kNoCall;
  });
}

void KnownIdentifiers::Learn(const std::vector<Identifier>& seen,
                             const std::vector<std::uint32_t>& call_of_row,
                             const Poll& poll, std::vector<KnownCall>& calls) {
  complete_answers_ += poll.complete;
  std::vector<KnownIdentifier> shown;
  shown.reserve(seen.size());
  for (const Identifier& identifier : seen) {
    const std::uint32_t call = call_of_row[identifier.row];
    if (call == kNoCall || !Identifies(identifier.kind, calls[call])) continue;
    KnownIdentifier known{identifier.hash, identifier.tenant, call, 0,
                          identifier.kind};
    known.last_seen = complete_answers_;
    shown.push_back(known);
  }
  std::sort(shown.begin(), shown.end(), Less);
  const auto same = [](const KnownIdentifier& a, const KnownIdentifier& b) {
    return !Less(a, b) && !Less(b, a);
  };
  shown.erase(std::unique(shown.begin(), shown.end(), same), shown.end());

  std::erase_if(known_, [&](const KnownIdentifier& known) {
    const KnownCall& call = calls[known.call];
    return !Identifies(known.kind, call) ||
           (call.identifiers >= kPlenty &&
            complete_answers_ - known.last_seen >= poll.gone_after);
  });
  std::vector<KnownIdentifier> all;
  all.reserve(known_.size() + shown.size());
  std::set_union(shown.begin(), shown.end(), known_.begin(), known_.end(),
                 std::back_inserter(all), Less);
  known_ = std::move(all);

  for (KnownCall& call : calls) call.identifiers = 0;
  for (const KnownIdentifier& known : known_) {
    auto& count = calls[known.call].identifiers;
    count = static_cast<std::uint16_t>(std::min(count + 1, int{kPlenty}));
  }
}

}  // namespace pitel
