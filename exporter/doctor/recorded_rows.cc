#include "doctor/recorded_rows.h"

#include <chrono>
#include <string_view>

#include "calls/monitor_response.h"

namespace pitel {
namespace {

void AppendMember(std::string_view key, std::string_view value,
                  std::string& json) {
  json.append("\"").append(key).append("\":\"").append(value).append("\",");
}

// A `total` that no list can have could be anything.
std::uint64_t SafeTotal(const RowsSummary& summary) {
  const std::uint64_t total = *summary.reported_rows;
  return total <= kMaxRows ? total : summary.rows + 1;
}

std::int64_t Milliseconds(std::chrono::nanoseconds time) {
  return std::chrono::floor<std::chrono::milliseconds>(time).count();
}

}  // namespace

void RecordedRows::Take(const MonitorRow& row) {
  json_ += '{';
  for (std::size_t i = 0; i < kMonitorFields; ++i) {
    const auto field = static_cast<MonitorField>(i);
    if (row[field].empty()) continue;
    const std::string value = pseudonyms_.Of(field, row[field]);
    if (!value.empty()) AppendMember(ToString(field), value, json_);
  }
  if (json_.ends_with(',')) json_.pop_back();
  json_ += "},";
}

std::string RecordedRows::Body(const RowsSummary& summary) const {
  std::string body = "{\"data\":[" + json_;
  for (std::uint64_t i = 0; i < summary.not_an_object; ++i) body += "null,";
  if (body.ends_with(',')) body.pop_back();
  body += ']';
  if (summary.reported_rows) {
    body += ",\"total\":" + std::to_string(SafeTotal(summary));
  }
  return body + "}";
}

std::string RecordingHeader() {
  return "{\"format\":\"pitel_exporter recording\",\"version\":1}\n";
}

std::string RecordedLine(std::size_t target, const FetchReport& report,
                         const std::string& body) {
  std::string line =
      "{\"target\":" + std::to_string(target) + ",\"at_ms\":" +
      std::to_string(Milliseconds(report.sent.wall.time_since_epoch()));
  if (!report.requests.empty()) {
    line += ",\"duration_ms\":" +
            std::to_string(Milliseconds(report.requests.back().duration));
  }
  if (!report.failure) return line + ",\"body\":" + body + "}\n";
  line.append(",\"operation\":\"")
      .append(ToString(report.failure->operation))
      .append("\",\"failure\":\"")
      .append(ToString(report.failure->reason))
      .append("\",\"status\":")
      .append(std::to_string(report.failure->status));
  return line + "}\n";
}

}  // namespace pitel
