#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "doctor/observations.h"
#include "doctor/seen_rows.h"

namespace pitel {

// Learns from inbound calls whether phones that ring for one caller share a
// call_id, and which number is the caller's. Remembers hashes of at most
// kMostRemembered calls and numbers; further ones do not count.
class CallerWatch {
 public:
  static constexpr std::size_t kMostRemembered = 1'000'000;

  // Adds the rows of a response. `new_legs` are the indexes of the rows of legs
  // that the last response did not have.
  void Add(const std::vector<SeenRow>& rows,
           const std::vector<std::size_t>& new_legs, CallIdSharing& sharing,
           CallerNumbers& numbers);

 private:
  using Rows = std::vector<const SeenRow*>;
  // Rows by what they have in common, such as a call_id or a number.
  using Groups = std::unordered_map<std::uint64_t, Rows>;

  bool IsFromColleague(const SeenRow& row) const;
  void CountSharing(const Rows& ringing, const Rows& new_ringing,
                    CallIdSharing& sharing);
  void CountOwn(const Groups& groups, CallIdSharing& sharing);
  void CountNumbers(const Rows& new_rows, CallerNumbers& numbers);
  void CountValues(const Rows& new_rows, std::uint64_t SeenRow::*number,
                   std::unordered_set<std::uint64_t>& values, NumberUse& use);
  static void CountGroups(const Rows& new_ringing, CallerNumbers& numbers);
  static Groups ByNumber(const Rows& rows, std::uint64_t SeenRow::*number);
  // Inbound legs that are new, or that were when they had no direction yet.
  Rows NewInbound(const std::vector<SeenRow>& rows,
                  const std::vector<std::size_t>& new_legs);
  // Whether it is the first time; false if too much is remembered.
  bool Remember(std::uint64_t hash, std::unordered_set<std::uint64_t>& known);

  std::unordered_set<std::uint64_t> extensions_;  // digits
  std::unordered_set<std::uint64_t> compared_;    // calls counted as sharing
  std::unordered_set<std::uint64_t> counted_;     // inbound calls
  std::unordered_set<std::uint64_t> undirected_;  // legs, new without direction
  std::unordered_set<std::uint64_t> cid_nums_;
  std::unordered_set<std::uint64_t> b_cid_nums_;
};

}  // namespace pitel
