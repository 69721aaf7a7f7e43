// The outcomes of studies as Markdown tables. Numbers are those of all worlds
// together; the number after ± is the standard deviation between worlds.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "accuracy/study.h"

namespace pitel::accuracy {

// The outcomes of polls at one interval, one per world.
struct Row {
  std::string name;  // the interval, or what is special about the worlds
  Duration interval{};
  std::vector<Outcome> worlds;
};
using Rows = std::vector<Row>;

// What no poll saw and what the exporter missed, per 1000: calls, answers, and
// ringing.
std::string StartsTable(const Rows& rows);
std::string AnswersTable(const Rows& rows);
std::string RingingTable(const Rows& rows);
// By how much the counters differ from the truth, in percent.
std::string CountersTable(const Rows& rows);
// Waits and durations.
std::string TimesTable(const Rows& rows);
// The same errors, those of waits and of the gauge of ringing callers. `first`
// heads the names of the rows.
std::string ErrorsTable(const std::string& first, const Rows& rows);
// Calls that the exporter mistook for others, per 1000, and possible reasons.
std::string MistakesTable(const std::string& first, const Rows& rows);

}  // namespace pitel::accuracy
