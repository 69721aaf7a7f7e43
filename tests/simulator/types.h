// The words of the simulated world. They live in a namespace of their own, so
// that a program may link both the simulation and the exporter's folders.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

namespace pitel::simulation {

using Duration = std::chrono::microseconds;
using Time = std::chrono::sys_time<Duration>;

inline constexpr Time kNever = Time::max();

// "No such index", for extensions, legs, calls, groups and servers.
inline constexpr std::uint32_t kNone = 0xffffffff;

enum class Direction : std::uint8_t { kInbound, kOutbound, kLocal };

inline constexpr Direction kDirections[] = {
    Direction::kInbound, Direction::kOutbound, Direction::kLocal};

// As in the field `direction`.
inline std::string_view ToString(Direction direction) {
  switch (direction) {
    case Direction::kInbound:
      return "inbound";
    case Direction::kOutbound:
      return "outbound";
    case Direction::kLocal:
      return "local";
  }
  return "";
}

}  // namespace pitel::simulation
