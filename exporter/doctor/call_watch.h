#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "doctor/observations.h"
#include "doctor/seen_rows.h"

namespace pitel {

// Follows calls and legs over the responses of a target, by their call_id: what
// an empty call_state turns into, and what call_time does at the answer. A call
// is forgotten once several responses in a row lack it.
class CallWatch {
 public:
  // The legs of `rows` that none of the last few responses had: the index of
  // the first row of each. Empty for the first response.
  std::vector<std::size_t> NewLegs(const std::vector<SeenRow>& rows) const;

  // Adds the rows of a response. `now` is the API's time. After a failed poll,
  // new legs may be old, and `is_gap` leaves their offsets out.
  void Add(const std::vector<SeenRow>& rows, std::chrono::sys_seconds now,
           bool is_gap, EmptyStates& empty_states, CallTimes& call_times);

 private:
  struct Call {
    bool was_empty = false;
    bool lacked_direction = false;  // some leg, when it was first empty
    bool rang_later = false;
    bool was_talking = false;
    bool empty_after_talking = false;
    int absent = 0;  // responses in a row
  };
  // What the rows of a call show in one response.
  struct SeenCall {
    Progress progress = Progress::kIdle;  // of the most advanced one
    bool lacks_direction = false;
  };
  struct Leg {
    Progress progress = Progress::kIdle;
    std::optional<std::chrono::sys_seconds> call_time;
    bool answer_counted = false;
    int absent = 0;
  };

  void AddCalls(const std::vector<SeenRow>& rows, EmptyStates& counts);
  static void Count(const Call& call, std::uint64_t EmptyCalls::*outcome,
                    EmptyStates& counts);
  static void Advance(Call& call, const SeenCall& now, EmptyStates& counts);
  void AddLegs(const std::vector<SeenRow>& rows, CallTimes& counts);
  static void Answer(Leg& leg, const SeenRow& row, CallTimes& counts);

  std::unordered_map<std::uint64_t, Call> calls_;
  std::unordered_map<std::uint64_t, Leg> legs_;
  bool is_first_ = true;
};

}  // namespace pitel
