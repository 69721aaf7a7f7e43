#include "doctor/call_watch.h"

#include <algorithm>
#include <unordered_set>

namespace pitel {
namespace {

using std::chrono::seconds;

// A call_time has whole seconds, and may be rounded in two ways.
constexpr seconds kSameTime{1};

void CountFirstSight(const SeenRow& row, CallTimes& counts) {
  switch (row.call_time_kind) {
    case CallTimeKind::kMissing:
      ++counts.missing;
      break;
    case CallTimeKind::kUnreadable:
      ++counts.unreadable;
      break;
    case CallTimeKind::kUsable:
      ++counts.usable;
      if (row.states_zone) ++counts.with_zone;
      break;
  }
}

// The rows of one leg may differ: the most advanced one decides.
std::unordered_map<std::uint64_t, const SeenRow*> ByLeg(
    const std::vector<SeenRow>& rows) {
  std::unordered_map<std::uint64_t, const SeenRow*> legs;
  for (const SeenRow& row : rows) {
    if (row.leg == 0) continue;
    const SeenRow*& known = legs[row.leg];
    if (known == nullptr || known->progress < row.progress) known = &row;
  }
  return legs;
}

}  // namespace

std::vector<std::size_t> CallWatch::NewLegs(
    const std::vector<SeenRow>& rows) const {
  std::vector<std::size_t> legs;
  if (is_first_) return legs;
  std::unordered_set<std::uint64_t> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].leg == 0 || legs_.contains(rows[i].leg)) continue;
    if (found.insert(rows[i].leg).second) legs.push_back(i);
  }
  return legs;
}

void CallWatch::Add(const std::vector<SeenRow>& rows,
                    std::chrono::sys_seconds now, bool is_gap,
                    EmptyStates& empty_states, CallTimes& call_times) {
  if (!is_gap) {
    for (const std::size_t i : NewLegs(rows)) {
      if (rows[i].call_time_kind != CallTimeKind::kUsable) continue;
      const auto offset = [&](std::chrono::sys_seconds time) {
        return static_cast<double>((time - now).count());
      };
      call_times.offsets.Add(offset(rows[i].call_time));
      call_times.other_offsets.Add(offset(rows[i].other_call_time));
    }
  }
  AddCalls(rows, empty_states);
  AddLegs(rows, call_times);
  is_first_ = false;
}

void CallWatch::AddCalls(const std::vector<SeenRow>& rows,
                         EmptyStates& counts) {
  std::unordered_map<std::uint64_t, SeenCall> seen;
  for (const SeenRow& row : rows) {
    if (row.call == 0) continue;
    SeenCall& call = seen[row.call];
    call.progress = std::max(call.progress, row.progress);
    // The exporter takes a direction that it does not know for none.
    if (row.direction == Direction::kUnknown) call.lacks_direction = true;
  }
  for (auto& [id, call] : calls_) ++call.absent;
  for (const auto& [id, now] : seen) {
    Call& call = calls_[id];
    call.absent = 0;
    Advance(call, now, counts);
  }
  std::erase_if(calls_, [&](const auto& entry) {
    const Call& call = entry.second;
    if (call.absent < kGoneAfter) return false;
    const bool told =
        call.rang_later || call.was_talking || call.empty_after_talking;
    if (call.was_empty && !told) Count(call, &EmptyCalls::gone, counts);
    return true;
  });
}

void CallWatch::Count(const Call& call, std::uint64_t EmptyCalls::*outcome,
                      EmptyStates& counts) {
  ++(counts.all.*outcome);
  if (call.lacked_direction) ++(counts.without_direction.*outcome);
}

void CallWatch::Advance(Call& call, const SeenCall& now, EmptyStates& counts) {
  if (now.progress == Progress::kEmpty && !call.was_empty) {
    call.was_empty = true;
    call.lacked_direction = now.lacks_direction;
    Count(call, &EmptyCalls::calls, counts);
  }
  if (now.progress == Progress::kEmpty && call.was_talking &&
      !call.empty_after_talking) {
    call.empty_after_talking = true;
    Count(call, &EmptyCalls::after_talking, counts);
  }
  const bool rings = now.progress == Progress::kRinging;
  const bool talks = now.progress == Progress::kTalking;
  if (call.was_empty && !call.was_talking) {
    if ((rings || talks) && !call.rang_later) {
      Count(call, &EmptyCalls::later_either, counts);
    }
    if (rings && !call.rang_later) {
      call.rang_later = true;
      Count(call, &EmptyCalls::later_ringing, counts);
    }
    if (talks) Count(call, &EmptyCalls::later_talking, counts);
  }
  call.was_talking = call.was_talking || talks;
}

void CallWatch::AddLegs(const std::vector<SeenRow>& rows, CallTimes& counts) {
  for (auto& [id, leg] : legs_) ++leg.absent;
  for (const auto& [id, row] : ByLeg(rows)) {
    const auto [known, is_new] = legs_.try_emplace(id);
    Leg& leg = known->second;
    if (is_new) CountFirstSight(*row, counts);
    if (!is_new) Answer(leg, *row, counts);
    leg.absent = 0;
    leg.progress = row->progress;
    leg.call_time.reset();
    if (row->call_time_kind == CallTimeKind::kUsable) {
      leg.call_time = row->call_time;
    }
  }
  std::erase_if(legs_, [](const auto& entry) {
    return entry.second.absent >= kGoneAfter;
  });
}

void CallWatch::Answer(Leg& leg, const SeenRow& row, CallTimes& counts) {
  const bool waited =
      leg.progress == Progress::kRinging || leg.progress == Progress::kEmpty;
  if (!waited || row.progress != Progress::kTalking || leg.answer_counted ||
      row.call_time_kind != CallTimeKind::kUsable) {
    return;
  }
  leg.answer_counted = true;
  if (!leg.call_time) {
    ++counts.stated_at_answer;
  } else if (std::chrono::abs(row.call_time - *leg.call_time) > kSameTime) {
    ++counts.moved_at_answer;
  } else {
    ++counts.kept_at_answer;
  }
}

}  // namespace pitel
