#include "doctor/target_observer.h"

#include <algorithm>
#include <vector>

namespace pitel {
namespace {

// The time of the API's clock, as far as its Date header tells.
std::chrono::sys_seconds ApiTime(const FetchReport& report) {
  const auto skew = std::chrono::duration_cast<WallTime::duration>(
      std::chrono::duration<double>(report.clock_skew.value_or(0)));
  return std::chrono::floor<std::chrono::seconds>(report.sent.wall + skew);
}

void CountTotal(const RowsSummary& summary, Observations& observations) {
  if (!summary.reported_rows) {
    ++observations.total_absent;
  } else if (*summary.reported_rows == summary.rows) {
    ++observations.total_equal;
  } else if (*summary.reported_rows > summary.rows) {
    ++observations.total_more;
  } else {
    ++observations.total_fewer;
  }
}

}  // namespace

void TargetObserver::Succeeded(const FetchReport& report, const SeenRows& rows,
                               const RowsSummary& summary) {
  ++observations_.responses;
  if (!report.requests.empty()) {
    observations_.seconds.Add(Seconds(report.requests.back().duration));
  }
  observations_.bytes.Add(static_cast<double>(report.response_bytes));
  if (report.clock_skew) observations_.clock_skew.Add(*report.clock_skew);
  if (report.renewal_failure) {
    const Failure& failure = *report.renewal_failure;
    ++observations_.failures[{failure.operation, failure.reason}];
  }
  CountRows(rows, summary);
  const std::vector<std::size_t> new_legs = calls_.NewLegs(rows.rows());
  callers_.Add(rows.rows(), new_legs, observations_.sharing,
               observations_.numbers);
  calls_.Add(rows.rows(), ApiTime(report), is_gap_, observations_.empty_states,
             observations_.call_times);
  is_gap_ = false;
}

void TargetObserver::Failed(const Failure& failure) {
  ++observations_.failures[{failure.operation, failure.reason}];
  is_gap_ = true;
}

void TargetObserver::QueueResponded(const std::optional<Failure>& failure,
                                    std::uint64_t rows) {
  QueueEndpoint& queue = observations_.queue;
  ++queue.requests;
  if (!failure) {
    ++queue.lists;
    queue.rows.Add(static_cast<double>(rows));
  } else if (failure->reason == FailureReason::kSchema ||
             failure->reason == FailureReason::kParse) {
    ++queue.not_a_list;
  } else {
    ++queue.statuses[failure->status];
  }
}

void TargetObserver::CountRows(const SeenRows& rows,
                               const RowsSummary& summary) {
  Observations& seen = observations_;
  seen.rows.Add(static_cast<double>(summary.rows));
  seen.all_rows += summary.rows;
  seen.not_an_object += summary.not_an_object;
  CountTotal(summary, seen);
  seen.rows_with_unknown_fields += rows.rows_with_unknown_fields();
  for (std::size_t i = 0; i < kMonitorFields; ++i) {
    seen.filled[i] += rows.filled()[i];
  }
  const std::uint64_t idle_before = seen.idle_rows;
  std::unordered_set<std::uint64_t> legs;
  std::uint64_t duplicates = 0;
  for (const SeenRow& row : rows.rows()) {
    CountRow(row);
    if (row.leg != 0 && !legs.insert(row.leg).second) ++duplicates;
  }
  if (seen.idle_rows > idle_before) ++seen.responses_with_idle_rows;
  seen.duplicate_rows += duplicates;
  if (duplicates > 0) ++seen.responses_with_duplicates;
}

void TargetObserver::CountRow(const SeenRow& row) {
  Observations& seen = observations_;
  if (tenants_.size() < CallerWatch::kMostRemembered) {
    tenants_.insert(row.tenant);
    seen.tenants = tenants_.size();
  }
  if (row.progress == Progress::kIdle) {
    ++seen.idle_rows;
    return;
  }
  if (row.call == 0) ++seen.calls_without_call_id;
  ++seen.states[row.state];
  const std::size_t direction = row.direction_is_empty
                                    ? kDirections
                                    : static_cast<std::size_t>(row.direction);
  ++seen.directions[direction];
}

}  // namespace pitel
