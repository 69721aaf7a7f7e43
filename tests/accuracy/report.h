// The outcomes of studies as Markdown tables. Numbers are those of all worlds
// together; behind a ± stands the standard deviation between worlds.
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

// Per 1000, what no poll saw and what the exporter missed: calls, answers, and
// how long a call rang.
std::string StartsTable(const Rows& rows);
std::string AnswersTable(const Rows& rows);
std::string RingingTable(const Rows& rows);
// By how much the counters differ from the truth, in percent.
std::string CountersTable(const Rows& rows);
// Waits and durations.
std::string TimesTable(const Rows& rows);
// Per 1000, calls that the exporter took for others, and why it may. `first`
// heads the names of the rows.
std::string MistakesTable(const std::string& first, const Rows& rows);

}  // namespace pitel::accuracy
