#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "calls/row.h"
#include "endpoint/folding.h"
#include "endpoint/keyed_hash.h"
#include "endpoint/tenant_filter.h"
#include "endpoint/timestamp.h"
#include "json/byte_source.h"
#include "json/reader.h"
#include "json/rows.h"

namespace pitel {

// More rows than this are refused as too_large. That bounds memory, at up to
// 120 bytes per row; max_response_size alone does not, since `{},` is a row
// too.
inline constexpr std::size_t kMaxRows = 4'000'000;

// One successful response of /v3/monitor. Tenants and servers are those of the
// rows, as safe label values, in the order in which they first occur.
struct MonitorResponse {
  std::vector<CallRow> rows;  // of tenants that the filter includes
  std::vector<std::string> tenants;
  std::vector<std::string> servers;
  RowsSummary summary;  // of all rows
  // Of the legs, even if in the future; kNoCallTime if none states one.
  std::chrono::sys_seconds newest_call_time = kNoCallTime;

  // By tenant: whether earlier responses left its rows out, so that nothing is
  // known about its calls, as at a first poll. Empty: none of them.
  std::vector<bool> let_in = {};

  bool IsLetIn(const CallRow& row) const {
    return !let_in.empty() && let_in[row.tenant];
  }
  // Whether all rows came that `total` reports. If not, a missing row proves
  // nothing.
  bool complete() const {
    return !summary.reported_rows || summary.rows >= *summary.reported_rows;
  }
};

// The labels of the rows: a part is a server. Valid for as long as `response`.
RowLabels LabelsOf(const MonitorResponse& response);

// How rows are read; constant for a target.
struct ReadingRules {
  const KeyedHash& hash;
  const TimeZone& timezone;
  const TenantFilter& tenants;
  ZoneChoice call_time_zone = ZoneChoice::kStated;
  CallState empty_state = CallState::kUnknown;
};

// Reads a response as it arrives. Phone numbers, names and addresses are hashed
// or skipped row by row. `expected_rows` is the number of rows of the last
// response; room is reserved for them if there is memory.
Result<MonitorResponse, JsonError> ReadMonitorResponse(
    ByteSource& body, const ReadingRules& rules, std::size_t expected_rows);

}  // namespace pitel
