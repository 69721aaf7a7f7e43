// What the doctor learnt about one target: numbers only, and nothing that
// identifies a person, a tenant or a host. Plain values.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "doctor/distribution.h"
#include "doctor/monitor_rows.h"
#include "doctor/state_word.h"
#include "fetch/failure.h"

namespace pitel {

// Calls with an empty call_state and a call_id, one per call_id.
struct EmptyCalls {
  std::uint64_t calls = 0;
  // Of these, what the same call_id showed later, or before.
  std::uint64_t later_ringing = 0;
  std::uint64_t later_talking = 0;
  std::uint64_t later_either = 0;  // each call once
  std::uint64_t after_talking = 0;
  // Of these, how many were gone before they showed another state.
  std::uint64_t gone = 0;

  bool operator==(const EmptyCalls&) const = default;
};

struct EmptyStates {
  EmptyCalls all;
  // Of these, those with a leg without a direction when they were first empty.
  EmptyCalls without_direction;

  bool operator==(const EmptyStates&) const = default;
};

// Whether the phones that ring for one caller share a call_id.
struct CallIdSharing {
  std::uint64_t shared = 0;  // call_ids at several extensions at once
  std::uint64_t own = 0;     // callers whose phones had several call_ids

  bool operator==(const CallIdSharing&) const = default;
};

// One of the two numbers of inbound calls.
struct NumberUse {
  std::uint64_t calls = 0;  // that have the number
  // Of the callers of a tenant after its first: all, and those with a value
  // that the tenant has not had before. Callers with the same value who begin
  // to ring between the same two polls are one.
  std::uint64_t later_calls = 0;
  std::uint64_t new_values = 0;
  // Callers who, by this number alone, began to ring several extensions
  // between the same two polls; and those at whose phones the other number
  // differed.
  std::uint64_t groups = 0;
  std::uint64_t other_differs = 0;

  bool operator==(const NumberUse&) const = default;
};

struct CallerNumbers {
  std::uint64_t calls = 0;  // inbound
  std::uint64_t without_number = 0;
  std::uint64_t equal_numbers = 0;    // both numbers are the same
  std::uint64_t from_colleagues = 0;  // legs; not in `calls`
  // Legs that rang or had an empty state, without a direction. Their calls are
  // in `calls` once they turn out to be inbound.
  std::uint64_t without_direction = 0;
  NumberUse cid_num;
  NumberUse b_cid_num;

  bool operator==(const CallerNumbers&) const = default;
};

struct CallTimes {
  // Legs that were seen before their answer and after it: their call_time was
  // the same, another one, or missing until the answer.
  std::uint64_t kept_at_answer = 0;
  std::uint64_t moved_at_answer = 0;
  std::uint64_t stated_at_answer = 0;
  // Legs when first seen, by their call_time.
  std::uint64_t usable = 0;
  std::uint64_t missing = 0;
  std::uint64_t unreadable = 0;
  std::uint64_t with_zone = 0;  // of the usable
  // Of new legs, call_time minus the time of the response in seconds: read as
  // configured, and with the other `call_time_zone`.
  Distribution offsets;
  Distribution other_offsets;

  bool operator==(const CallTimes&) const = default;
};

// The endpoint of call-centre queues.
struct QueueEndpoint {
  std::uint64_t requests = 0;
  std::uint64_t lists = 0;                // responses that were lists
  std::map<int, std::uint64_t> statuses;  // of failures; 0: no HTTP status
  std::uint64_t not_a_list = 0;           // status 2xx, but not a list of rows
  Distribution rows;

  bool operator==(const QueueEndpoint&) const = default;
};

struct Observations {
  // Requests.
  std::chrono::nanoseconds observed_for{};
  std::uint64_t responses = 0;  // successful
  std::map<std::pair<Operation, FailureReason>, std::uint64_t> failures;
  Distribution seconds;  // of successful requests
  Distribution bytes;    // of their responses, decoded
  Distribution clock_skew;
  // Rows.
  Distribution rows;
  std::uint64_t total_equal = 0;  // responses by `total` against their rows
  std::uint64_t total_more = 0;
  std::uint64_t total_fewer = 0;
  std::uint64_t total_absent = 0;
  std::uint64_t all_rows = 0;
  std::uint64_t not_an_object = 0;
  std::uint64_t rows_with_unknown_fields = 0;
  std::array<std::uint64_t, kMonitorFields> filled{};
  std::uint64_t responses_with_idle_rows = 0;
  std::uint64_t idle_rows = 0;
  std::uint64_t duplicate_rows = 0;
  std::uint64_t responses_with_duplicates = 0;
  std::uint64_t calls_without_call_id = 0;  // rows
  std::uint64_t tenants = 0;
  std::array<std::uint64_t, kStateKinds> states{};  // of rows with a call
  // Of rows with a call: inbound, outbound, local, other; then empty.
  std::array<std::uint64_t, 5> directions{};
  // Calls.
  EmptyStates empty_states;
  CallIdSharing sharing;
  CallerNumbers numbers;
  CallTimes call_times;
  QueueEndpoint queue;

  bool operator==(const Observations&) const = default;
};

}  // namespace pitel
