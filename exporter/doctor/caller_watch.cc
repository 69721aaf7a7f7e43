// Two kinds of evidence are compared. Phones that show one call_id at once
// belong to one caller beyond doubt. Phones with different call_ids do if they
// show the same pair of numbers, or begin to ring between the same two polls
// with the same only number; a hotline alone could mislead, but then the calls
// would have to begin together again and again. A phone that rings without a
// direction may be calling out, so such evidence is held back until one of the
// phones shows that its call is inbound.
#include "doctor/caller_watch.h"

#include <algorithm>

namespace pitel {
namespace {

bool MayRingForACaller(const SeenRow& row) {
  const bool may_ring =
      row.progress == Progress::kRinging || row.progress == Progress::kEmpty;
  const bool may_be_inbound =
      row.direction == Direction::kInbound || row.direction_is_empty;
  return row.call != 0 && may_ring && may_be_inbound;
}

// Mixes two hashes of a keyed function; order matters.
std::uint64_t Mix(std::uint64_t a, std::uint64_t b) {
  return (a * 0x9E3779B97F4A7C15u) ^ (b + 0x7F4A7C15u + (a >> 29));
}

// Who calls, by tenant and both numbers.
std::uint64_t CallerOf(const SeenRow& row) {
  return Mix(row.tenant, Mix(row.cid_num, row.b_cid_num));
}

template <typename Key>
bool AllEqual(const std::vector<const SeenRow*>& rows, Key key) {
  return std::all_of(rows.begin(), rows.end(), [&](const SeenRow* row) {
    return row->*key == rows.front()->*key;
  });
}

bool HasOneOf(const std::unordered_set<std::uint64_t>& set,
              const std::unordered_set<std::uint64_t>& others) {
  return std::any_of(set.begin(), set.end(), [&](std::uint64_t element) {
    return others.contains(element);
  });
}

// Whether several phones ring, not only several devices of one.
bool AreSeveralPhones(const std::vector<const SeenRow*>& rows) {
  return rows.size() > 1 && !AllEqual(rows, &SeenRow::extension);
}

}  // namespace

void CallerWatch::Add(const std::vector<SeenRow>& rows,
                      const std::vector<std::size_t>& new_legs,
                      CallIdSharing& sharing, CallerNumbers& numbers) {
  for (const SeenRow& row : rows) {
    if (row.extension_digits != 0) Remember(row.extension_digits, extensions_);
  }
  Rows ringing;
  for (const SeenRow& row : rows) {
    if (MayRingForACaller(row) && !IsFromColleague(row)) {
      ringing.push_back(&row);
    }
  }
  Rows new_ringing;
  for (const std::size_t i : new_legs) {
    const SeenRow& row = rows[i];
    if (IsFromColleague(row)) {
      if (row.direction == Direction::kInbound) ++numbers.from_colleagues;
      continue;
    }
    if (row.direction_is_empty) Remember(row.leg, undirected_);
    if (!MayRingForACaller(row)) continue;
    new_ringing.push_back(&row);
    if (row.direction_is_empty) ++numbers.without_direction;
  }
  FindSharing(ringing, new_ringing);
  FindNumbers(new_ringing);
  Settle(rows, sharing, numbers);
  ForgetCallers(ringing);
  CountNumbers(NewInbound(rows, new_legs), numbers);
}

// A leg without a direction may be an outbound one, and counts once it states
// that it is not.
CallerWatch::Rows CallerWatch::NewInbound(
    const std::vector<SeenRow>& rows,
    const std::vector<std::size_t>& new_legs) {
  Rows inbound;
  const auto add = [&](const SeenRow& row) {
    const bool counts = row.direction == Direction::kInbound && row.call != 0;
    if (counts && !IsFromColleague(row)) inbound.push_back(&row);
  };
  for (const std::size_t i : new_legs) add(rows[i]);
  for (const SeenRow& row : rows) {
    if (row.leg == 0 || row.direction_is_empty) continue;
    if (undirected_.erase(row.leg) > 0) add(row);
  }
  return inbound;
}

bool CallerWatch::IsFromColleague(const SeenRow& row) const {
  return row.only_number_digits != 0 &&
         extensions_.contains(row.only_number_digits);
}

bool CallerWatch::Remember(std::uint64_t hash,
                           std::unordered_set<std::uint64_t>& known) {
  if (known.size() >= kMostRemembered) return false;
  return known.insert(hash).second;
}

void CallerWatch::FindSharing(const Rows& ringing, const Rows& new_ringing) {
  Groups by_call;
  Groups by_pair;
  for (const SeenRow* row : ringing) {
    by_call[row->call].push_back(row);
    if (row->cid_num == 0 || row->b_cid_num == 0) continue;
    const std::uint64_t pair = Mix(row->cid_num, row->b_cid_num);
    by_pair[Mix(row->tenant, pair)].push_back(row);
  }
  for (const auto& [call, rows] : by_call) {
    if (AreSeveralPhones(rows) && !compared_.contains(call)) {
      Hold(Finding::kSharedCallId, call, rows);
    }
  }
  Groups by_number;
  for (const SeenRow* row : new_ringing) {
    if ((row->cid_num == 0) == (row->b_cid_num == 0)) continue;
    by_number[Mix(row->tenant, row->cid_num + row->b_cid_num)].push_back(row);
  }
  FindOwn(by_pair);
  FindOwn(by_number);
}

void CallerWatch::FindOwn(const Groups& groups) {
  for (const auto& [key, rows] : groups) {
    if (!AreSeveralPhones(rows) || AllEqual(rows, &SeenRow::call)) continue;
    Hold(Finding::kOwnCallIds, key, rows);
  }
}

void CallerWatch::FindNumbers(const Rows& new_ringing) {
  const auto find = [&](Finding finding, std::uint64_t SeenRow::*number,
                        std::uint64_t SeenRow::*other) {
    for (const auto& [key, rows] : ByNumber(new_ringing, number)) {
      if (!AreSeveralPhones(rows)) continue;
      Evidence& evidence = Hold(finding, key, rows);
      if (!AllEqual(rows, other)) evidence.other_differs = true;
    }
  };
  find(Finding::kSameCidNum, &SeenRow::cid_num, &SeenRow::b_cid_num);
  find(Finding::kSameBCidNum, &SeenRow::b_cid_num, &SeenRow::cid_num);
}

CallerWatch::Evidence& CallerWatch::Hold(Finding finding, std::uint64_t key,
                                         const Rows& rows) {
  Evidence& evidence = held_[{finding, key}];
  for (const SeenRow* row : rows) {
    evidence.legs.insert(row->leg);
    evidence.calls.insert(row->call);
  }
  return evidence;
}

void CallerWatch::Settle(const std::vector<SeenRow>& rows,
                         CallIdSharing& sharing, CallerNumbers& numbers) {
  if (held_.empty()) return;
  std::unordered_set<std::uint64_t> present;
  std::unordered_set<std::uint64_t> inbound;
  std::unordered_set<std::uint64_t> others;
  for (const SeenRow& row : rows) {
    if (row.leg == 0) continue;
    present.insert(row.leg);
    if (row.direction_is_empty) continue;
    (row.direction == Direction::kInbound ? inbound : others).insert(row.leg);
  }
  for (auto& [key, evidence] : held_) {
    ++evidence.absent;
    if (HasOneOf(evidence.legs, present)) evidence.absent = 0;
  }
  std::erase_if(held_, [&](const auto& entry) {
    const auto& [key, evidence] = entry;
    const bool counts = HasOneOf(evidence.legs, inbound);
    if (counts) Count(key.first, evidence, sharing, numbers);
    return counts || HasOneOf(evidence.legs, others) ||
           evidence.absent >= kGoneAfter;
  });
}

void CallerWatch::Count(Finding finding, const Evidence& evidence,
                        CallIdSharing& sharing, CallerNumbers& numbers) {
  bool is_new = true;
  switch (finding) {
    case Finding::kSharedCallId:
    case Finding::kOwnCallIds:
      for (const std::uint64_t call : evidence.calls) {
        is_new = Remember(call, compared_) && is_new;
      }
      if (!is_new) return;
      ++(finding == Finding::kSharedCallId ? sharing.shared : sharing.own);
      return;
    case Finding::kSameCidNum:
    case Finding::kSameBCidNum:
      NumberUse& use =
          finding == Finding::kSameCidNum ? numbers.cid_num : numbers.b_cid_num;
      ++use.groups;
      if (evidence.other_differs) ++use.other_differs;
      return;
  }
}

void CallerWatch::ForgetCallers(const Rows& ringing) {
  for (auto& [caller, absent] : callers_) ++absent;
  for (const SeenRow* row : ringing) {
    const auto known = callers_.find(CallerOf(*row));
    if (known != callers_.end()) known->second = 0;
  }
  std::erase_if(callers_,
                [](const auto& entry) { return entry.second >= kGoneAfter; });
}

// A queue may offer a caller to one phone after another: that says no more
// about the numbers than the first phone.
void CallerWatch::CountNumbers(const Rows& new_rows, CallerNumbers& numbers) {
  for (const SeenRow* row : new_rows) {
    if (!Remember(row->call, counted_)) continue;
    ++numbers.calls;
    const bool none = row->cid_num == 0 && row->b_cid_num == 0;
    if (none) ++numbers.without_number;
    if (!none && row->cid_num == row->b_cid_num) ++numbers.equal_numbers;
    if (row->cid_num != 0) ++numbers.cid_num.calls;
    if (row->b_cid_num != 0) ++numbers.b_cid_num.calls;
  }
  Rows new_callers;
  for (const SeenRow* row : new_rows) {
    if (!callers_.contains(CallerOf(*row))) new_callers.push_back(row);
  }
  for (const SeenRow* row : new_callers) callers_[CallerOf(*row)] = 0;
  CountValues(new_callers, &SeenRow::cid_num, cid_nums_, numbers.cid_num);
  CountValues(new_callers, &SeenRow::b_cid_num, b_cid_nums_, numbers.b_cid_num);
}

CallerWatch::Groups CallerWatch::ByNumber(const Rows& rows,
                                          std::uint64_t SeenRow::*number) {
  Groups groups;
  for (const SeenRow* row : rows) {
    if (row->*number == 0) continue;
    groups[Mix(row->tenant, row->*number)].push_back(row);
  }
  return groups;
}

void CallerWatch::CountValues(const Rows& new_rows,
                              std::uint64_t SeenRow::*number,
                              std::unordered_set<std::uint64_t>& values,
                              NumberUse& use) {
  for (const auto& [key, rows] : ByNumber(new_rows, number)) {
    const bool is_first_of_tenant =
        Remember(Mix(rows.front()->tenant, 1), values);
    const bool is_new = Remember(key, values);
    if (is_first_of_tenant) continue;
    ++use.later_calls;
    if (is_new) ++use.new_values;
  }
}

}  // namespace pitel
