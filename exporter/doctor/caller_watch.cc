// Two kinds of evidence are compared. Phones that show one call_id at once
// belong to one caller beyond doubt. Phones with different call_ids do if they
// show the same pair of numbers, or begin to ring between the same two polls
// with the same only number; a hotline alone could mislead, but then the calls
// would have to begin together again and again.
#include "doctor/caller_watch.h"

#include <algorithm>

namespace pitel {
namespace {

bool MayRingForACaller(const SeenRow& row) {
  if (row.call == 0) return false;
  if (row.progress == Progress::kRinging) {
    return row.direction == Direction::kInbound || row.direction_is_empty;
  }
  return row.progress == Progress::kEmpty &&
         (row.direction == Direction::kInbound || row.direction_is_empty);
}

// Mixes two hashes of a keyed function; order matters.
std::uint64_t Mix(std::uint64_t a, std::uint64_t b) {
  return (a * 0x9E3779B97F4A7C15u) ^ (b + 0x7F4A7C15u + (a >> 29));
}

template <typename Key>
bool AllEqual(const std::vector<const SeenRow*>& rows, Key key) {
  return std::all_of(rows.begin(), rows.end(), [&](const SeenRow* row) {
    return row->*key == rows.front()->*key;
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
  CountSharing(ringing, new_ringing, sharing);
  CountGroups(new_ringing, numbers);
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

void CallerWatch::CountSharing(const Rows& ringing, const Rows& new_ringing,
                               CallIdSharing& sharing) {
  Groups by_call;
  Groups by_pair;
  for (const SeenRow* row : ringing) {
    by_call[row->call].push_back(row);
    if (row->cid_num == 0 || row->b_cid_num == 0) continue;
    const std::uint64_t pair = Mix(row->cid_num, row->b_cid_num);
    by_pair[Mix(row->tenant, pair)].push_back(row);
  }
  for (const auto& [call, rows] : by_call) {
    if (AreSeveralPhones(rows) && Remember(call, compared_)) ++sharing.shared;
  }
  Groups by_number;
  for (const SeenRow* row : new_ringing) {
    if ((row->cid_num == 0) == (row->b_cid_num == 0)) continue;
    by_number[Mix(row->tenant, row->cid_num + row->b_cid_num)].push_back(row);
  }
  CountOwn(by_pair, sharing);
  CountOwn(by_number, sharing);
}

void CallerWatch::CountOwn(const Groups& groups, CallIdSharing& sharing) {
  for (const auto& [key, rows] : groups) {
    if (!AreSeveralPhones(rows) || AllEqual(rows, &SeenRow::call)) continue;
    bool is_new = true;
    for (const SeenRow* row : rows) {
      is_new = Remember(row->call, compared_) && is_new;
    }
    if (is_new) ++sharing.own;
  }
}

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
  CountValues(new_rows, &SeenRow::cid_num, cid_nums_, numbers.cid_num);
  CountValues(new_rows, &SeenRow::b_cid_num, b_cid_nums_, numbers.b_cid_num);
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

void CallerWatch::CountGroups(const Rows& new_ringing, CallerNumbers& numbers) {
  const auto count = [&](std::uint64_t SeenRow::*number,
                         std::uint64_t SeenRow::*other, NumberUse& use) {
    for (const auto& [key, rows] : ByNumber(new_ringing, number)) {
      if (!AreSeveralPhones(rows)) continue;
      ++use.groups;
      if (!AllEqual(rows, other)) ++use.other_differs;
    }
  };
  count(&SeenRow::cid_num, &SeenRow::b_cid_num, numbers.cid_num);
  count(&SeenRow::b_cid_num, &SeenRow::cid_num, numbers.b_cid_num);
}

}  // namespace pitel
