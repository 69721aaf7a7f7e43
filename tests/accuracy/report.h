// The outcomes of studies as Markdown tables. Numbers are means over worlds,
// with the standard deviation between worlds behind a ±.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "accuracy/study.h"

namespace pitel::accuracy {

// What polls at one interval made of one world after another.
struct Row {
  std::string name;  // the interval, or what is special about the worlds
  Duration interval{};
  std::vector<Outcome> worlds;
};
using Rows = std::vector<Row>;

// What no poll sees, and what the exporter misses.
std::string MissesTable(const Rows& rows);
// By how much the counters differ from the truth.
std::string CountersTable(const Rows& rows);
// Waits and durations.
std::string TimesTable(const Rows& rows);
// Calls that the exporter took for others.
std::string MistakesTable(const Rows& rows);

}  // namespace pitel::accuracy
