#include "calls/row_problems.h"

namespace pitel {
namespace {

constexpr FamilyHeader kRejectedRows =
    Counter("pitel_api_rejected_rows_total",
            "Rows of successful responses that could not be read.", {"reason"});
constexpr FamilyHeader kUnknownValues = Counter(
    "pitel_api_unknown_values_total",
    "Legs of successful responses with an unrecognised or unusable field "
    "value.",
    {"field"});

}  // namespace

RowProblems& RowProblems::operator+=(const RowProblems& other) {
  not_an_object += other.not_an_object;
  unknown_call_state += other.unknown_call_state;
  unknown_direction += other.unknown_direction;
  unknown_call_time += other.unknown_call_time;
  return *this;
}

std::vector<Family> RowProblemCounters(const RowProblems& problems) {
  Family rejected(kRejectedRows);
  rejected.Add({"not_an_object"}, static_cast<double>(problems.not_an_object));
  Family unknown(kUnknownValues);
  const auto add = [&](std::string_view field, std::uint64_t count) {
    unknown.Add({field}, static_cast<double>(count));
  };
  add("call_state", problems.unknown_call_state);
  add("call_time", problems.unknown_call_time);
  add("direction", problems.unknown_direction);
  std::vector<Family> families;
  families.push_back(std::move(rejected));
  families.push_back(std::move(unknown));
  return families;
}

}  // namespace pitel
