#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "metric/family.h"

namespace pitel {

// The part of a page that a client wants. By default, all of it.
struct Selection {
  using Names = std::set<std::string, std::less<>>;

  // Of families; empty: all. The names of its samples (`..._bucket`) and its
  // name in OpenMetrics (a counter's without `_total`) select a whole family as
  // well.
  Names families;
  // Empty: all. The name "" means the exporter itself: to Prometheus, a label
  // without a value is absent.
  Names targets;

  bool IsAll() const { return families.empty() && targets.empty(); }
  bool HasFamily(const FamilyHeader& header) const;
  bool HasTarget(std::string_view target) const;

  bool operator==(const Selection&) const = default;
};

}  // namespace pitel
