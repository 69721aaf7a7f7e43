#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <unordered_set>

#include "base/clock.h"
#include "doctor/call_watch.h"
#include "doctor/caller_watch.h"
#include "doctor/observations.h"
#include "doctor/seen_rows.h"
#include "fetch/fetch_report.h"
#include "json/rows.h"

namespace pitel {

// Learns from the successive polls of one target. No clock, no thread; used by
// one thread at a time.
class TargetObserver {
 public:
  // A successful poll, its rows read by SeenRows.
  void Succeeded(const FetchReport& report, const SeenRows& rows,
                 const RowsSummary& summary);
  // A poll that failed.
  void Failed(const Failure& failure);

  // The outcome of one request to the endpoint of queues; `rows` if it was a
  // list.
  void QueueResponded(const std::optional<Failure>& failure,
                      std::uint64_t rows);

  const Observations& observations() const { return observations_; }

 private:
  void CountRows(const SeenRows& rows, const RowsSummary& summary);
  void CountRow(const SeenRow& row);

  Observations observations_;
  CallWatch calls_;
  CallerWatch callers_;
  std::unordered_set<std::uint64_t> tenants_;
  bool is_gap_ = true;  // the last poll failed, or there was none
};

}  // namespace pitel
