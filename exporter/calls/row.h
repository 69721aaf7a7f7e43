#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>

namespace pitel {

// Ordered by the progress of a call, the furthest first.
enum class CallState : std::uint8_t { kOncall, kRinging, kUnknown, kIdle };
inline constexpr std::size_t kCallStates = 3;       // of a leg: not kIdle
inline constexpr std::size_t kExtensionStates = 4;  // of an extension

// A call with legs of several directions has the first of them.
enum class Direction : std::uint8_t { kInbound, kOutbound, kLocal, kUnknown };
inline constexpr std::size_t kDirections = 4;

inline constexpr Direction kDirectionsByName[] = {
    Direction::kInbound, Direction::kLocal, Direction::kOutbound,
    Direction::kUnknown};

// As label values.
std::string_view ToString(CallState state);
std::string_view ToString(Direction direction);

// Ignores case. The API also passes on states of the switch: `EARLY`,
// `RING_WAIT` and `DIALING` ring; `ACTIVE`, `HELD` and `UNHELD` talk. Without a
// call_id, an empty or any other value is kIdle. With one, an empty value is
// `empty_state`, and any other value is kUnknown.
CallState ParseCallState(std::string_view call_state, bool has_call_id,
                         CallState empty_state);

// Ignores case; kUnknown for any other value.
Direction ParseDirection(std::string_view direction);

// In place of a call_time that is missing or before kTimestampFloor.
inline constexpr std::chrono::sys_seconds kNoCallTime =
    std::chrono::sys_seconds::min();

// One row of the response: an extension with at most one call. Persons, phones
// and calls are identified by keyed hashes (endpoint/keyed_hash.h), 0 for none;
// the texts do not outlive the row's parser.
struct CallRow {
  std::uint32_t tenant = 0;  // index in MonitorResponse::tenants
  std::uint32_t server = 0;  // index in MonitorResponse::servers
  CallState state = CallState::kIdle;
  Direction direction = Direction::kUnknown;
  std::uint8_t device = 0;  // index in kDevices
  // An inbound leg whose only number is that of another extension of the
  // tenant: a colleague calls. The switch shows internal calls like this.
  bool from_colleague = false;
  std::uint64_t extension = 0;  // extension_uuid, else extension
  std::uint64_t call_id = 0;
  // Identifies the leg over several polls: tenant, extension and call_id or,
  // without one, call_time. 0 for an idle extension.
  std::uint64_t leg = 0;
  // The caller's numbers, normalised; inbound legs only.
  std::uint64_t cid_num = 0;
  std::uint64_t b_cid_num = 0;
  std::chrono::sys_seconds call_time = kNoCallTime;  // may lie in the future

  bool is_leg() const { return state != CallState::kIdle; }
  bool operator==(const CallRow&) const = default;
};

}  // namespace pitel
