#include "doctor/call_advice.h"

#include <algorithm>
#include <cstdint>

#include "doctor/phrases.h"

namespace pitel {
namespace {

// Fewer cases say too little.
constexpr std::uint64_t kEnoughCalls = 10;
constexpr std::uint64_t kEnoughEmptyCalls = 3;
constexpr std::uint64_t kEnoughGroups = 3;

bool IsShare(std::uint64_t part, std::uint64_t whole, double share) {
  return static_cast<double>(part) >= share * static_cast<double>(whole);
}

// Whether most callers have a number that no earlier caller had.
bool Varies(const NumberUse& use) {
  return use.later_calls + 1 >= kEnoughCalls &&
         IsShare(use.new_values, use.later_calls, 0.5);
}

// Whether the other number differs at the phones of one caller.
bool OtherDiffers(const NumberUse& use) {
  return use.other_differs >= kEnoughGroups &&
         IsShare(use.other_differs, use.groups, 0.25);
}

Recommendation OneNumber(const char* number, const char* other,
                         const NumberUse& use, const CallerNumbers& numbers,
                         const NumberUse& rest) {
  Recommendation advice{"calls.caller_key", number, ""};
  if (OtherDiffers(use)) {
    advice.reason = "The phones that ring for one caller show the same " +
                    std::string(number) + ", but " + other + " differed in " +
                    Of(use.other_differs, use.groups) + " cases.";
  } else {
    advice.reason = std::string(number) + " varies with the caller, while " +
                    other + " was present in only " +
                    Of(rest.calls, numbers.calls) + " calls.";
  }
  return advice;
}

bool IsOftenMissing(const NumberUse& use, const CallerNumbers& numbers) {
  return !IsShare(use.calls, numbers.calls, 0.5);
}

Recommendation CallerKeyWithoutNumbers(const Observations& seen) {
  Recommendation advice{"calls.caller_key", "", ""};
  if (seen.sharing.shared >= kEnoughGroups && seen.sharing.own == 0) {
    advice.value = "call_id";
    advice.reason =
        "Neither number varies with the caller, but the phones that ring for "
        "one caller share a call_id.";
  } else {
    advice.reason =
        "Neither number varies with the caller, and it was not seen that the "
        "phones of one caller always share a call_id.";
  }
  return advice;
}

// If it takes a call for ringing that has no direction yet, the exporter counts
// the whole call under no direction, and its caller not at all.
Recommendation EmptyWithoutDirection(const EmptyStates& empty) {
  return {"calls.empty_state", "unknown",
          Of(empty.without_direction.calls, empty.all.calls) +
              " calls with an empty call_state had no direction either. As "
              "unknown, they wait and take the direction that they have once "
              "they talk; as ringing, they would count without one, and nobody "
              "as a caller."};
}

}  // namespace

Recommendation AdviseCallerKey(const Observations& seen) {
  const CallerNumbers& numbers = seen.numbers;
  const NumberUse& cid = numbers.cid_num;
  const NumberUse& b_cid = numbers.b_cid_num;
  if (numbers.calls < kEnoughCalls ||
      std::max(cid.later_calls, b_cid.later_calls) + 1 < kEnoughCalls) {
    return {"calls.caller_key", "",
            "At least " + std::to_string(kEnoughCalls) +
                " inbound callers with a number must begin to ring meanwhile."};
  }
  if (Varies(cid) && OtherDiffers(cid)) {
    return OneNumber("cid_num", "b_cid_num", cid, numbers, b_cid);
  }
  if (Varies(b_cid) && OtherDiffers(b_cid)) {
    return OneNumber("b_cid_num", "cid_num", b_cid, numbers, cid);
  }
  if (Varies(cid) && IsOftenMissing(b_cid, numbers)) {
    return OneNumber("cid_num", "b_cid_num", cid, numbers, b_cid);
  }
  if (Varies(b_cid) && IsOftenMissing(cid, numbers)) {
    return OneNumber("b_cid_num", "cid_num", b_cid, numbers, cid);
  }
  if (!Varies(cid) && !Varies(b_cid)) return CallerKeyWithoutNumbers(seen);
  const char* const which = !Varies(b_cid) ? "cid_num varies"
                            : !Varies(cid) ? "b_cid_num varies"
                                           : "Both numbers vary";
  return {"calls.caller_key", "pair",
          std::string(which) +
              " with the caller, and both numbers are the same at all phones "
              "of one caller."};
}

Recommendation AdviseEmptyState(const Observations& seen) {
  const EmptyCalls& empty = seen.empty_states.all;
  const EmptyCalls& without_direction = seen.empty_states.without_direction;
  const CallTimes& times = seen.call_times;
  Recommendation advice{"calls.empty_state", "unknown", ""};
  const std::uint64_t legs = times.usable + times.missing + times.unreadable;
  if (empty.calls == 0 && legs < kEnoughCalls) {
    advice.value.clear();
    advice.reason = Counted(legs, "call leg") + " had a call_id; " +
                    std::to_string(kEnoughCalls) + " are needed.";
    return advice;
  }
  if (empty.calls == 0) {
    advice.reason = "No call_id came with an empty call_state.";
    return advice;
  }
  if (empty.after_talking > 0 &&
      IsShare(empty.after_talking, empty.later_talking, 0.25)) {
    advice.reason = Of(empty.after_talking, empty.calls) +
                    " calls had an empty call_state after they had talked, so "
                    "it does not mean that a phone rings.";
    return advice;
  }
  if (without_direction.calls >= kEnoughEmptyCalls &&
      IsShare(without_direction.calls, empty.calls, 0.5)) {
    return EmptyWithoutDirection(seen.empty_states);
  }
  const std::uint64_t later_talking =
      empty.later_talking - without_direction.later_talking;
  const std::string later =
      Of(empty.later_either - without_direction.later_either,
         empty.calls - without_direction.calls) +
      " calls with a direction and an empty call_state talked or rang later "
      "under the same call_id";
  if (later_talking >= kEnoughEmptyCalls) {
    advice.value = "ringing";
    advice.reason = later +
                    ", so they had been ringing; the others ended unanswered "
                    "or were answered at another phone.";
    return advice;
  }
  advice.value.clear();
  advice.reason = later + ".";
  return advice;
}

}  // namespace pitel
