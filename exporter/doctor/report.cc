#include "doctor/report.h"

#include <cstdint>

#include "config/units.h"
#include "doctor/calls_section.h"
#include "doctor/phrases.h"

namespace pitel {
namespace {

std::string Text(std::uint64_t number) { return std::to_string(number); }

std::string Failures(const Observations& seen) {
  if (seen.failures.empty()) return "none";
  std::string text;
  for (const auto& [key, count] : seen.failures) {
    if (!text.empty()) text += ", ";
    text.append(ToString(key.first))
        .append(" ")
        .append(ToString(key.second))
        .append(" ")
        .append(Text(count));
  }
  return text;
}

std::uint64_t FailureCount(const Observations& seen) {
  std::uint64_t sum = 0;
  for (const auto& [key, count] : seen.failures) sum += count;
  return sum;
}

std::string Totals(const Observations& seen) {
  if (seen.total_more + seen.total_fewer + seen.total_absent == 0) {
    return "equal to the number of rows in every response";
  }
  return "equal to the number of rows in " +
         Of(seen.total_equal, seen.responses) + " responses, more in " +
         Text(seen.total_more) + ", fewer in " + Text(seen.total_fewer) +
         ", absent or no number in " + Text(seen.total_absent);
}

std::string Fields(const Observations& seen) {
  std::string never;
  for (std::size_t i = 0; i < kMonitorFields; ++i) {
    if (seen.filled[i] > 0) continue;
    if (!never.empty()) never += ", ";
    never += ToString(static_cast<MonitorField>(i));
  }
  std::string text = never.empty() ? "every documented field has values"
                                   : "never with a value: " + never;
  if (seen.rows_with_unknown_fields > 0) {
    text += "; undocumented fields in " +
            Of(seen.rows_with_unknown_fields, seen.all_rows) + " rows";
  }
  return text;
}

std::string Queue(const QueueEndpoint& queue) {
  if (queue.requests == 0) return "not asked";
  std::string text = Counted(queue.lists, "list") + " in " +
                     Counted(queue.requests, "request");
  if (queue.lists > 0) {
    text += ", rows: " + MedianAndHighest(queue.rows, 0, "");
  }
  if (queue.not_a_list > 0) {
    text += "; 2xx without a list " + Text(queue.not_a_list);
  }
  for (const auto& [status, count] : queue.statuses) {
    text += "; ";
    text += status == 0
                ? "no response"
                : Text(status / 100) + "xx (status " + Text(status) + ")";
    text += " " + Text(count);
  }
  return text;
}

std::string Responses(const Observations& seen) {
  const std::string polls =
      ReportLine("responses", Text(seen.responses) + " successful") +
      ReportLine("failures", Failures(seen));
  if (seen.responses == 0) return polls;
  return polls +
         ReportLine("response time", MedianAndHighest(seen.seconds, 3, " s")) +
         ReportLine("response size",
                    MedianAndHighest(seen.bytes, 0, " bytes")) +
         ReportLine(
             "clock skew",
             seen.clock_skew.empty()
                 ? "not stated"
                 : "median " + Decimal(seen.clock_skew.Median(), 1) + " s") +
         ReportLine("rows", MedianAndHighest(seen.rows, 0, "")) +
         ReportLine("total", Totals(seen)) +
         ReportLine("fields", Fields(seen)) +
         ReportLine("not an object", Counted(seen.not_an_object, "row")) +
         ReportLine(
             "idle rows",
             seen.idle_rows == 0
                 ? "none"
                 : Of(seen.idle_rows, seen.all_rows) + " rows, in " +
                       Of(seen.responses_with_idle_rows, seen.responses) +
                       " responses") +
         ReportLine(
             "duplicate rows",
             seen.duplicate_rows == 0
                 ? "none"
                 : Counted(seen.duplicate_rows, "row") + ", in " +
                       Of(seen.responses_with_duplicates, seen.responses) +
                       " responses") +
         ReportLine("tenants", Text(seen.tenants));
}

std::string Advice(const ObservedTarget& target) {
  std::string text = "\n  Recommended settings\n";
  for (const Recommendation& advice :
       Recommend(target.observations, target.settings)) {
    const std::string value =
        advice.value.empty() ? "not enough seen" : advice.value;
    text += "    " + std::string(advice.setting) + ": " + value + "\n";
    text += Indented(advice.reason, 6);
  }
  return text;
}

}  // namespace

std::string DoctorReport(std::string_view version,
                         const std::vector<ObservedTarget>& targets) {
  std::string text = "pitel_exporter " + std::string(version) +
                     ": what the doctor learnt\n"
                     "This report contains no phone numbers, names, addresses, "
                     "ids, tenants or hosts.\n";
  std::size_t number = 0;
  for (const ObservedTarget& target : targets) {
    const Observations& seen = target.observations;
    text += "\nTarget " + Text(++number) + ", observed for " +
            FormatDuration(
                std::chrono::floor<std::chrono::seconds>(seen.observed_for)) +
            " at an interval of " + FormatDuration(target.settings.interval) +
            "\n";
    text += Responses(seen);
    if (seen.responses > 0) text += CallsSection(seen);
    text += ReportLine("queue endpoint", Queue(seen.queue));
    text += Advice(target);
  }
  return text;
}

std::string DoctorProgress(std::size_t number,
                           const Observations& observations) {
  return "target " + Text(number) + ": " +
         Counted(observations.responses, "response") + ", " +
         Counted(FailureCount(observations), "failure");
}

}  // namespace pitel
