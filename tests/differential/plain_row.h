#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "calls/rules.h"

namespace pitel::plain {

// Ordered by the preference of a call.
enum State { kOncall, kRinging, kUnknownState, kIdle };
enum Direction { kInbound, kOutbound, kLocal, kUnknownDirection };

std::string Text(State state);
std::string Text(Direction direction);

// Legs with equal keys, of one poll or several, are the same leg.
using LegKey = std::tuple<std::string, std::string, std::string>;

// One row of a response, as the rules read it.
struct Row {
  int number = 0;  // its place in the response
  std::string tenant;
  std::string server;
  State state = kIdle;
  Direction direction = kUnknownDirection;
  std::string call_id;
  std::string extension;  // its uuid or number; empty if there is neither
  std::string extension_number;  // as written
  std::string device;
  std::string call_time_text;
  std::optional<std::chrono::sys_seconds> call_time;  // of usable format
  std::string cid_num;                                // as a caller's number
  std::string b_cid_num;                              // likewise
  // The digits of the only number, if exactly one is left.
  std::string one_number;

  bool IsLeg() const { return state != kIdle; }
  // Rows of one tenant with equal keys are one call, one extension.
  std::string CallKey() const;
  std::string ExtensionKey() const;
  // Legs with equal keys, of one response, are the same leg.
  std::string LegRowsKey() const;
  LegKey Leg() const;
};

Row ReadRow(const std::map<std::string, std::string>& values, int number,
            const CallRules& rules);

// "Rows of tenants left out by `tenants:`".
bool LeftOut(const std::string& tenant, const TenantFilter& patterns);

}  // namespace pitel::plain
