#include "doctor/calls_section.h"

#include <cstdint>
#include <string_view>

#include "calls/row.h"
#include "doctor/phrases.h"
#include "doctor/state_word.h"

namespace pitel {
namespace {

std::string Text(std::uint64_t number) { return std::to_string(number); }

std::string States(const Observations& seen) {
  std::string text;
  const auto add = [&text](std::string_view name, std::uint64_t count) {
    if (count == 0) return;
    if (!text.empty()) text += ", ";
    text.append(name).append(" ").append(Text(count));
  };
  for (std::size_t i = 0; i < kStateWordCount; ++i) {
    add(kStateWords[i], seen.states[i]);
  }
  add("empty", seen.states[kEmptyState]);
  add("other", seen.states[kOtherState]);
  return text.empty() ? "no call seen" : text + " (rows with a call)";
}

std::string Directions(const Observations& seen) {
  std::string text;
  for (const Direction direction :
       {Direction::kInbound, Direction::kOutbound, Direction::kLocal}) {
    text.append(ToString(direction))
        .append(" ")
        .append(Text(seen.directions[static_cast<std::size_t>(direction)]))
        .append(", ");
  }
  return text + "other " +
         Text(seen.directions[static_cast<std::size_t>(Direction::kUnknown)]) +
         ", empty " + Text(seen.directions[kDirections]);
}

std::string EmptyStateText(const EmptyStates& states) {
  const EmptyCalls& empty = states.all;
  if (empty.calls == 0) return "none with a call_id";
  return Counted(empty.calls, "call") + " had a call_id and no call_state, " +
         Text(states.without_direction.calls) + " of them no direction; " +
         Text(empty.later_ringing) + " rang later, " +
         Text(empty.later_talking) + " talked later, " +
         Text(empty.after_talking) + " had talked before, " + Text(empty.gone) +
         " ended without another state";
}

std::string Sharing(const CallIdSharing& sharing) {
  const std::string counts = " (" + Counted(sharing.shared, "call_id") +
                             " at several phones at once; " +
                             Counted(sharing.own, "caller") +
                             " with a call_id per phone)";
  if (sharing.shared + sharing.own == 0) {
    return "not enough seen: no caller rang several phones";
  }
  if (sharing.own == 0) return "shared by the phones of a call" + counts;
  if (sharing.shared == 0) return "one per phone" + counts;
  return "both kinds" + counts;
}

std::string Number(const NumberUse& use, const CallerNumbers& numbers) {
  if (use.calls == 0) return "never present";
  std::string text = "present in " + Of(use.calls, numbers.calls) +
                     " inbound calls; a new value in " +
                     Of(use.new_values, use.later_calls) + " later cases";
  if (use.groups > 0) {
    text += "; the same at several new phones in " +
            Counted(use.groups, "case") +
            ", and the other number differed in " + Text(use.other_differs) +
            " of them";
  }
  return text;
}

std::string CallTimeAtAnswer(const CallTimes& times) {
  if (times.kept_at_answer + times.moved_at_answer + times.stated_at_answer ==
      0) {
    return "not enough seen: no call was seen before and after its answer";
  }
  return "kept by " + Counted(times.kept_at_answer, "leg") + ", moved for " +
         Text(times.moved_at_answer) + ", stated only from then on for " +
         Text(times.stated_at_answer);
}

std::string CallTimeText(const CallTimes& times) {
  return "usable for " + Counted(times.usable, "leg") + " (" +
         Text(times.with_zone) + " with a zone), missing for " +
         Text(times.missing) + ", unreadable for " + Text(times.unreadable);
}

}  // namespace

std::string CallsSection(const Observations& seen) {
  const CallerNumbers& numbers = seen.numbers;
  std::string text =
      ReportLine("states", States(seen)) +
      ReportLine("directions", Directions(seen)) +
      ReportLine("empty call_state", EmptyStateText(seen.empty_states)) +
      ReportLine("call_id of ringing phones", Sharing(seen.sharing)) +
      ReportLine("calls without call_id",
                 Counted(seen.calls_without_call_id, "row")) +
      ReportLine("cid_num", Number(numbers.cid_num, numbers)) +
      ReportLine("b_cid_num", Number(numbers.b_cid_num, numbers)) +
      ReportLine("numbers", Of(numbers.equal_numbers, numbers.calls) +
                                " inbound calls with two equal ones, " +
                                Text(numbers.without_number) + " with none; " +
                                Counted(numbers.from_colleagues, "other call") +
                                " from colleagues") +
      ReportLine("call_time", CallTimeText(seen.call_times)) +
      ReportLine("call_time at the answer", CallTimeAtAnswer(seen.call_times)) +
      ReportLine("call_time of new legs",
                 seen.call_times.offsets.empty()
                     ? "not enough seen"
                     : "minus the time of the API: median " +
                           Decimal(seen.call_times.offsets.Median(), 0) +
                           " s, highest " +
                           Decimal(seen.call_times.offsets.Highest(), 0) +
                           " s");
  if (numbers.without_direction > 0) {
    text += ReportLine("no direction",
                       Counted(numbers.without_direction, "leg") +
                           " rang without one; such callers are not counted as "
                           "inbound");
  }
  return text;
}

}  // namespace pitel
