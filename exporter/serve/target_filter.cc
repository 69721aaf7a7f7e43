#include "serve/target_filter.h"

#include <algorithm>

#include "base/text.h"
#include "serve/query.h"

namespace pitel {
namespace {

bool NeedsAttention(const EndpointOverview& endpoint) {
  return !endpoint.summary.warning.empty() || !endpoint.failure.empty();
}

// `part` is in lower case.
bool Contains(std::string_view text, std::string_view part) {
  return ToLower(text).find(part) != std::string::npos;
}

}  // namespace

TargetState StateOf(const TargetOverview& target) {
  if (!target.polled) return TargetState::kWaiting;
  if (!target.up) return TargetState::kDown;
  return std::ranges::any_of(target.endpoints, NeedsAttention)
             ? TargetState::kWarning
             : TargetState::kUp;
}

std::string_view QueryName(TargetState state) {
  switch (state) {
    case TargetState::kDown:
      return "down";
    case TargetState::kWarning:
      return "warning";
    case TargetState::kWaiting:
      return "waiting";
    case TargetState::kUp:
      break;
  }
  return "up";
}

TargetFilter ParseTargetFilter(std::string_view target) {
  TargetFilter filter;
  for (auto& [name, value] : ParseQuery(target)) {
    if (name == "text") filter.text = Trim(value);
    if (name != "state") continue;
    const auto* const state =
        std::ranges::find(kTargetStates, value, QueryName);
    if (state != kTargetStates.end()) filter.state = *state;
  }
  return filter;
}

std::vector<const TargetOverview*> SelectTargets(const Overview& overview,
                                                 const TargetFilter& filter) {
  const std::string text = ToLower(filter.text);
  std::vector<const TargetOverview*> selected;
  for (const TargetOverview& target : overview) {
    if (filter.state && StateOf(target) != *filter.state) continue;
    if (Contains(target.name, text) || Contains(target.url, text) ||
        Contains(target.last_failure, text)) {
      selected.push_back(&target);
    }
  }
  std::ranges::stable_sort(selected, {}, [](const TargetOverview* target) {
    return StateOf(*target);
  });
  return selected;
}

}  // namespace pitel
