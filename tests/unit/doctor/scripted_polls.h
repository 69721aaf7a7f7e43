// Polls of a host that responds as a test says.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "base/text.h"
#include "doctor/monitor_rows.h"
#include "doctor/seen_rows.h"
#include "doctor/target_observer.h"
#include "endpoint/keyed_hash.h"
#include "endpoint/timestamp.h"
#include "json/byte_source.h"

namespace pitel {

using RowFields = std::map<std::string, std::string>;

// A response with these rows, and `total` unless it is empty.
inline std::string MonitorBody(const std::vector<RowFields>& rows,
                               const std::string& total) {
  std::string body = "{\"data\":[";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    body += i == 0 ? "{" : ",{";
    std::string separator;
    for (const auto& [key, value] : rows[i]) {
      body += separator + DoubleQuoted(key) + ":" + DoubleQuoted(value);
      separator = ",";
    }
    body += "}";
  }
  return body + "]" + (total.empty() ? "" : ",\"total\":" + total) + "}";
}

inline std::string MonitorBody(const std::vector<RowFields>& rows) {
  return MonitorBody(rows, std::to_string(rows.size()));
}

// A phone and what it shows besides.
inline RowFields Phone(const std::string& extension, RowFields more = {}) {
  RowFields row = {{"domain_name", "one.example.com"},
                   {"extension", extension},
                   {"extension_uuid", "uuid-" + extension}};
  row.merge(more);
  return row;
}

// A phone in a call.
inline RowFields InCall(const std::string& extension, const std::string& call,
                        const std::string& state, RowFields more = {}) {
  more.insert({{"call_id", call}, {"call_state", state}});
  return Phone(extension, more);
}

// A phone that rings for `caller`.
inline RowFields Ringing(const std::string& extension, const std::string& call,
                         const std::string& caller, RowFields more = {}) {
  more.insert({{"cid_num", caller},
               {"b_cid_num", "1900000001"},
               {"direction", "inbound"}});
  return InCall(extension, call, "RINGING", more);
}

// Polls every 10 s, from 2024-05-06T02:00:00Z on, which is 09:00:00 at +07:00.
class ScriptedPolls {
 public:
  static constexpr std::chrono::sys_seconds kStart{
      std::chrono::seconds(1'714'960'800)};

  void Poll(const std::vector<RowFields>& rows) { PollBody(MonitorBody(rows)); }

  void PollBody(const std::string& body) {
    SeenRows seen(hash_, zone, choice);
    TextSource source(body);
    const auto summary = ReadMonitorRows(source, {&seen});
    FetchReport report;
    report.sent.wall = WallTime(kStart.time_since_epoch() + passed);
    report.response_bytes = body.size();
    report.requests = {{Operation::kMonitor, std::chrono::milliseconds(100)}};
    report.clock_skew = clock_skew;
    passed += std::chrono::seconds(10);
    observer.Succeeded(report, seen, *summary);
  }

  // The local time of the next poll, as a call_time.
  std::string LocalTime(std::chrono::seconds offset) const {
    const auto time = kStart + std::chrono::hours(7) + passed + offset;
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::hh_mm_ss clock(time - day);
    char text[32];
    std::snprintf(text, sizeof text, "2024-05-%02u %02d:%02d:%02d",
                  unsigned(std::chrono::year_month_day(day).day()),
                  int(clock.hours().count()), int(clock.minutes().count()),
                  int(clock.seconds().count()));
    return text;
  }

  const Observations& seen() const { return observer.observations(); }

  TargetObserver observer;
  TimeZone zone{std::chrono::hours(7)};
  ZoneChoice choice = ZoneChoice::kStated;
  std::optional<double> clock_skew;
  std::chrono::seconds passed{0};

 private:
  const KeyedHash hash_;
};

}  // namespace pitel
