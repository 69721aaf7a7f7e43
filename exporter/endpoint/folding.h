#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "endpoint/tenant_filter.h"

namespace pitel {

// The label value of everything beyond a limit.
inline constexpr char kOtherLabel[] = "_other";

// How many names are shown. A part subdivides the series of a tenant, such as a
// server.
struct FoldingRules {
  std::size_t tenants = 1000;
  std::size_t parts = 200;
  std::size_t pairs = 200'000;  // of tenant and part
  std::chrono::nanoseconds series_ttl = std::chrono::hours(24);
};

// The real labels of a response's rows: tenants and parts in the order in which
// they first occur, and each row's index into both.
struct RowLabels {
  struct Row {
    std::uint32_t tenant;
    std::uint32_t part;
  };
  const std::vector<std::string>& tenants;
  const std::vector<std::string>& parts;
  std::vector<Row> rows;
};

// The labels that the rows of one response are shown under.
struct FoldedLabels {
  struct Pair {
    std::string tenant;
    std::string part;
    bool operator==(const Pair&) const = default;
  };
  // Every pair that has series, by tenant and part: those of the rows, and
  // those that had a row within series_ttl.
  std::vector<Pair> pairs;
  // For each row of the response, the index in `pairs` of its labels.
  std::vector<std::uint32_t> pair_of_row;
  // Distinct values of the response that became kOtherLabel.
  std::size_t folded_tenants = 0;
  std::size_t folded_parts = 0;
};

// Gives names to the values that come first, up to the limits, until they have
// been inactive for series_ttl; a free name goes to the next new value.
//
// A value type: the names in use. The rules are arguments.
class Folding {
 public:
  // Frees the names of tenants that `filter` does not admit.
  void KeepTenants(const TenantFilter& filter);
  FoldedLabels Update(const FoldingRules& rules, const RowLabels& labels,
                      SteadyTime now);

 private:
  struct Activity {
    SteadyTime last_seen;
    std::uint32_t index = 0;  // in the pairs of the last Update
  };
  using NamesInUse = std::map<std::string, SteadyTime>;
  using PairsInUse = std::map<std::pair<std::string, std::string>, Activity>;

  // The label of each of `values`: itself, or kOtherLabel.
  static std::vector<const std::string*> Name(
      const std::vector<std::string>& values, std::size_t limit, SteadyTime now,
      NamesInUse& names);
  PairsInUse::value_type& Use(std::size_t limit, const std::string& tenant,
                              const std::string& part, SteadyTime now);
  void ForgetInactive(std::chrono::nanoseconds series_ttl, SteadyTime now);
  // The pairs in use, in order.
  std::vector<FoldedLabels::Pair> NumberPairs();

  NamesInUse tenants_;
  NamesInUse parts_;
  PairsInUse pairs_;
  std::size_t pairs_with_part_ = 0;  // of pairs_: not those of kOtherLabel
};

}  // namespace pitel
