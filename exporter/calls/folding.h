#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "calls/answer.h"
#include "calls/rules.h"

namespace pitel {

// The label value that takes in what is beyond a limit.
inline constexpr char kOtherLabel[] = "_other";

// Under which labels the rows of one answer are shown.
struct FoldedLabels {
  struct Pair {
    std::string tenant;
    std::string server;
    bool operator==(const Pair&) const = default;
  };
  // Every pair that has series, by tenant and server: those of the rows, and
  // those of which a row came within series_ttl.
  std::vector<Pair> pairs;
  // For each row of the answer, the index in `pairs` of its labels.
  std::vector<std::uint32_t> pair_of_row;
  // Distinct values of the answer that went to kOtherLabel.
  std::size_t folded_tenants = 0;
  std::size_t folded_servers = 0;
};

// Gives names to the values that come first, up to the limits, until they have
// been inactive for series_ttl; a free name goes to the next new value.
//
// A value type: the names in use. The rules are arguments.
class Folding {
 public:
  FoldedLabels Update(const CallRules& rules, const Answer& answer,
                      SteadyTime now);

 private:
  struct Activity {
    SteadyTime last_seen;
    std::uint32_t index = 0;  // in the answer of the last Update
  };
  using NamesInUse = std::map<std::string, SteadyTime>;
  using PairsInUse = std::map<std::pair<std::string, std::string>, Activity>;

  // What each of `values` is shown as: itself, or kOtherLabel.
  static std::vector<const std::string*> Name(
      const std::vector<std::string>& values, std::size_t limit, SteadyTime now,
      NamesInUse& names);
  PairsInUse::value_type& Use(const LabelLimits& limits,
                              const std::string& tenant,
                              const std::string& server, SteadyTime now);
  void ForgetInactive(std::chrono::nanoseconds series_ttl, SteadyTime now);

  NamesInUse tenants_;
  NamesInUse servers_;
  PairsInUse pairs_;
  std::size_t pairs_with_server_ = 0;  // of pairs_: not those of kOtherLabel
};

}  // namespace pitel
