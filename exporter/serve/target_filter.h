#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "serve/overview.h"

namespace pitel {

// The state of a target on the landing page, in the order in which states are
// shown: first what needs somebody's attention.
enum class TargetState { kDown, kWarning, kWaiting, kUp };
inline constexpr std::array kTargetStates{
    TargetState::kDown, TargetState::kWarning, TargetState::kWaiting,
    TargetState::kUp};

// kWarning: it is up, but an operator should fix something, or a further
// endpoint failed. kWaiting: it was not polled yet.
TargetState StateOf(const TargetOverview& target);

// As the query of the landing page names it: "down", "warning", "waiting" or
// "up".
std::string_view QueryName(TargetState state);

// Which targets the landing page shows.
struct TargetFilter {
  // Part of the target's name, URL or last failure, whatever the case of its
  // ASCII letters; empty: any.
  std::string text;
  std::optional<TargetState> state;

  bool empty() const { return text.empty() && !state; }
  bool operator==(const TargetFilter&) const = default;
};

// The filter in the query of a request's target: `?text=hcm&state=down`. A
// state that does not exist selects all.
TargetFilter ParseTargetFilter(std::string_view target);

// The targets that the filter selects: by state and, within a state, in the
// order of `overview`, which outlives the result.
std::vector<const TargetOverview*> SelectTargets(const Overview& overview,
                                                 const TargetFilter& filter);

}  // namespace pitel
