// The outcome of one poll, in a form in which two implementations can be
// compared.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pitel::differential {

// By series text, as in `pitel_extensions{tenant="a",server="s",state="idle"}`:
// labels in the page's order, without `target`.
using SeriesValues = std::map<std::string, double>;

struct Outcome {
  // Of a failed poll: "parse" or "schema"; it has no series.
  std::string failure;
  // Of a successful one: every gauge made from the response, and the increments
  // of the counters pitel_api_unknown_values_total and
  // pitel_api_rejected_rows_total.
  SeriesValues series;
};

// Names and values.
using LabelPairs = std::vector<std::pair<std::string_view, std::string_view>>;

std::string SeriesText(std::string_view name, const LabelPairs& labels);

// One line per series that differs by more than a microsecond or is missing on
// one side; empty if the outcomes are equal.
std::string Differences(const Outcome& expected, const Outcome& actual);

}  // namespace pitel::differential
