#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "doctor/observations.h"
#include "doctor/seen_rows.h"

namespace pitel {

// Learns from inbound calls whether phones that ring for one caller share a
// call_id, and which number is the caller's. Remembers several sets of hashes
// of at most kMostRemembered each; further ones do not count.
class CallerWatch {
 public:
  static constexpr std::size_t kMostRemembered = 1'000'000;

  // Adds the rows of a response. `new_legs` are those of CallWatch::NewLegs.
  void Add(const std::vector<SeenRow>& rows,
           const std::vector<std::size_t>& new_legs, CallIdSharing& sharing,
           CallerNumbers& numbers);

 private:
  using Rows = std::vector<const SeenRow*>;
  // Rows by what they have in common, such as a call_id or a number.
  using Groups = std::unordered_map<std::uint64_t, Rows>;

  // What phones that ring at once tell about their caller. Counts in this
  // order: a call_id that is shared is nobody's own.
  enum class Finding : std::uint8_t {
    kSharedCallId,
    kOwnCallIds,
    kSameCidNum,
    kSameBCidNum,
  };
  // The phones of a finding, until one of their legs states its direction.
  struct Evidence {
    std::unordered_set<std::uint64_t> legs;
    std::unordered_set<std::uint64_t> calls;
    bool other_differs = false;  // the other number
    int absent = 0;              // responses in a row without these legs
  };

  bool IsFromColleague(const SeenRow& row) const;
  void FindSharing(const Rows& ringing, const Rows& new_ringing);
  void FindOwn(const Groups& groups);
  void FindNumbers(const Rows& new_ringing);
  Evidence& Hold(Finding finding, std::uint64_t key, const Rows& rows);
  // Counts findings about inbound calls, and drops those about others.
  void Settle(const std::vector<SeenRow>& rows, CallIdSharing& sharing,
              CallerNumbers& numbers);
  void Count(Finding finding, const Evidence& evidence, CallIdSharing& sharing,
             CallerNumbers& numbers);
  // Forgets the counted callers for whom no phone has rung lately.
  void ForgetCallers(const Rows& ringing);
  void CountNumbers(const Rows& new_rows, CallerNumbers& numbers);
  void CountValues(const Rows& new_rows, std::uint64_t SeenRow::*number,
                   std::unordered_set<std::uint64_t>& values, NumberUse& use);
  static Groups ByNumber(const Rows& rows, std::uint64_t SeenRow::*number);
  // Inbound legs that are new, or that were when they had no direction yet.
  Rows NewInbound(const std::vector<SeenRow>& rows,
                  const std::vector<std::size_t>& new_legs);
  // Whether it is the first time; false if too much is remembered.
  bool Remember(std::uint64_t hash, std::unordered_set<std::uint64_t>& known);

  std::map<std::pair<Finding, std::uint64_t>, Evidence> held_;
  std::unordered_set<std::uint64_t> extensions_;  // their digits
  std::unordered_set<std::uint64_t> compared_;    // calls, by their call_ids
  std::unordered_set<std::uint64_t> counted_;     // inbound calls
  std::unordered_set<std::uint64_t> undirected_;  // legs, new without direction
  // Callers whose numbers count, by both numbers, and how many responses in a
  // row no phone has rung for them.
  std::unordered_map<std::uint64_t, int> callers_;
  std::unordered_set<std::uint64_t> cid_nums_;
  std::unordered_set<std::uint64_t> b_cid_nums_;
};

}  // namespace pitel
