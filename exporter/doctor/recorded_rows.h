#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "doctor/monitor_rows.h"
#include "doctor/pseudonyms.h"
#include "fetch/fetch_report.h"
#include "json/rows.h"

namespace pitel {

// Writes the rows of one response as JSON, with pseudonyms. Unknown fields and
// empty ones are left out.
class RecordedRows final : public MonitorRowSink {
 public:
  // `pseudonyms` outlives this.
  explicit RecordedRows(const Pseudonyms& pseudonyms)
      : pseudonyms_(pseudonyms) {}

  void ForgetRows() override { json_.clear(); }
  void Take(const MonitorRow& row) override;

  // The response: `{"data":[...],"total":n}`.
  std::string Body(const RowsSummary& summary) const;

 private:
  const Pseudonyms& pseudonyms_;
  std::string json_;  // the rows, with a comma after each
};

// The first line of a recording. Each ends in "\n".
std::string RecordingHeader();

// The line of one poll of a target: when its request was sent and how long it
// took, in milliseconds; then the `body`, if the poll was successful, or why it
// failed.
std::string RecordedLine(std::size_t target, const FetchReport& report,
                         const std::string& body);

}  // namespace pitel
