#include "plain_counter.h"

#include <algorithm>
#include <limits>

#include "plain_callers.h"
#include "plain_response.h"
#include "plain_text.h"

namespace pitel::plain {
namespace {

using differential::SeriesText;

const auto k2000 =
    std::chrono::sys_days(std::chrono::year(2000) / std::chrono::January / 1);

std::string CallSeries(const char* family, const Pair& label,
                       Direction direction, State state) {
  return SeriesText(family, {{"tenant", label.first},
                             {"server", label.second},
                             {"direction", Text(direction)},
                             {"state", Text(state)}});
}

std::string StateSeries(const char* family, const Pair& label, State state) {
  return SeriesText(family, {{"tenant", label.first},
                             {"server", label.second},
                             {"state", Text(state)}});
}

std::string DeviceSeries(const std::string& device) {
  return SeriesText("pitel_extension_devices", {{"device", device}});
}

// "The leg has the labels and the age of its row in the most advanced state,
// ties as for a call, then the oldest."
void CountLegs(const CountedRows& rows, SeriesValues& series) {
  std::map<std::pair<std::string, std::string>, CountedRows> legs;
  for (const auto& counted : rows) {
    const Row& row = counted.row;
    if (row.IsLeg()) legs[{row.tenant, row.LegRowsKey()}].push_back(counted);
  }
  for (const auto& [key, mine] : legs) {
    const auto& [row, label, time_usable, age, stale] =
        *std::ranges::min_element(mine, {}, [](const auto& c) {
          return std::tuple(c.row.state, c.row.direction, c.row.server, -c.age);
        });
    ++series[CallSeries("pitel_active_legs", label, row.direction, row.state)];
    if (stale) ++series[StateSeries("pitel_stale_legs", label, row.state)];
    const auto count_unknown = [&](const char* field) {
      ++series[SeriesText("pitel_api_unknown_values_total",
                          {{"field", field}})];
    };
    if (row.state == kUnknownState) count_unknown("call_state");
    if (row.direction == kUnknownDirection) count_unknown("direction");
    if (!time_usable) count_unknown("call_time");
    series["pitel_api_duplicate_rows"] += static_cast<double>(mine.size() - 1);
  }
}

void CountCalls(const CountedRows& rows, SeriesValues& series,
                std::map<std::string, double>& calls_of_tenant) {
  std::map<std::pair<std::string, std::string>, CountedRows> calls;
  for (const auto& counted : rows) {
    const Row& row = counted.row;
    if (row.IsLeg()) calls[{row.tenant, row.CallKey()}].push_back(counted);
  }
  for (const auto& [key, legs] : calls) {
    const auto& first = *std::ranges::min_element(legs, {}, [](const auto& c) {
      return std::tuple(c.row.state, c.row.direction, c.row.server);
    });
    ++series[CallSeries("pitel_active_calls", first.label, first.row.direction,
                        first.row.state)];
    ++calls_of_tenant[first.label.first];
  }
}

void CountExtensions(const CountedRows& rows, SeriesValues& series) {
  std::map<std::pair<std::string, std::string>, CountedRows> extensions;
  for (const auto& counted : rows) {
    const Row& row = counted.row;
    extensions[{row.tenant, row.ExtensionKey()}].push_back(counted);
  }
  for (auto& [key, mine] : extensions) {
    const State state = std::ranges::min(mine, {}, [](const auto& c) {
                          return c.row.state;
                        }).row.state;
    std::erase_if(mine, [&](const auto& c) { return c.row.state != state; });
    const auto by_server =
        std::ranges::min(mine, {}, [](const auto& c) { return c.row.server; });
    const auto by_device =
        std::ranges::min(mine, {}, [](const auto& c) { return c.row.device; });
    ++series[StateSeries("pitel_extensions", by_server.label, state)];
    ++series[DeviceSeries(by_device.row.device)];
  }
}

void CountResponse(const Response& response, const CountedRows& rows,
                   WallTime now, SeriesValues& series) {
  series["pitel_api_rows"] = static_cast<double>(response.received);
  if (response.total) {
    series["pitel_api_reported_rows"] = static_cast<double>(*response.total);
  }
  series[SeriesText("pitel_api_rejected_rows_total",
                    {{"reason", "not_an_object"}})] =
      static_cast<double>(response.not_an_object);
  std::optional<std::chrono::sys_seconds> newest;
  for (const auto& counted : rows) {
    const auto& call_time = counted.row.call_time;
    // A time before 2000 means none.
    if (!counted.row.IsLeg() || !call_time || *call_time < k2000) continue;
    newest = std::max(newest, call_time);
  }
  if (newest) {
    const auto second = std::chrono::floor<std::chrono::seconds>(now);
    const std::chrono::duration<double> offset =
        std::chrono::duration<double>(*newest - second) -
        std::chrono::duration<double>(now - second);
    series["pitel_call_time_offset_seconds"] = offset.count();
  }
}

}  // namespace

PlainCounter::PlainCounter(const CallRules& rules)
    : rules_(rules), folding_(rules), tracker_(rules) {}

Outcome PlainCounter::Poll(const std::string& document, Moment sent) {
  const Response response = ReadResponse(document);
  if (!response.failure.empty()) return {response.failure, {}};

  folding_.BeginPoll(sent.steady);
  CountedRows rows;
  for (const auto& values : response.rows) {
    CountedRow counted;
    const int number = static_cast<int>(rows.size());
    counted.row = ReadRow(values, number, rules_);
    const Row& row = counted.row;
    if (!left_out_.contains(row.tenant)) {
      left_out_[row.tenant] = LeftOut(row.tenant, rules_.tenants);
    }
    if (left_out_[row.tenant]) continue;
    counted.label = folding_.Fold({row.tenant, row.server}, sent.steady);
    counted.time_usable = row.IsLeg() && IsUsable(row, sent.wall);
    rows.push_back(counted);
  }
  for (auto& counted : rows) {
    if (!counted.row.IsLeg()) continue;
    counted.age = Age(counted, sent);
    counted.stale = IsStale(counted);
  }
  PastPoll& poll =
      past_.emplace_back(PastPoll{sent, response.complete(), {}, {}, {}});
  for (const auto& counted : rows) {
    if (!counted.row.IsLeg()) continue;
    poll.legs.insert(counted.row.Leg());
    if (!counted.time_usable) continue;
    poll.call_times.emplace(counted.row.Leg(), *counted.row.call_time);
  }

  std::set<std::string> tenants;
  for (const Pair& label : folding_.PairsSeen()) tenants.insert(label.first);
  tracker_.Follow(rows, response.complete(), sent.steady, sent.wall, tenants);

  Outcome outcome{"", ZeroSeries()};
  CountLegs(rows, outcome.series);
  CountCalls(rows, outcome.series, poll.calls);
  CountPeaks(outcome.series);
  CountExtensions(rows, outcome.series);
  CountCallers(rows, outcome.series);
  CountResponse(response, rows, sent.wall, outcome.series);
  outcome.series["pitel_api_response_size_bytes"] =
      static_cast<double>(document.size());
  tracker_.AddTo(outcome.series);
  return outcome;
}

// "Up to 60 s in the future counts as now", and a call_time that was usable
// once stays usable for as long as the leg is known and states it.
bool PlainCounter::IsUsable(const Row& row, WallTime now) const {
  if (!row.call_time || *row.call_time < k2000) return false;
  // In whole seconds: year 1 does not fit into nanoseconds.
  if (*row.call_time <= std::chrono::floor<std::chrono::seconds>(now) +
                            std::chrono::seconds(60)) {
    return true;
  }
  return FirstStated(row).has_value();
}

// When the leg's call_time was first seen, if it is known. A complete poll that
// does not state it ends this; an incomplete one proves nothing.
std::optional<Moment> PlainCounter::FirstStated(const Row& row) const {
  std::optional<Moment> first;
  for (auto poll = past_.rbegin(); poll != past_.rend(); ++poll) {
    if (poll->call_times.contains({row.Leg(), *row.call_time})) {
      first = poll->sent;
    } else if (poll->complete) {
      break;
    }
  }
  return first;
}

// "age of a leg". P is the last complete poll without it.
std::chrono::nanoseconds PlainCounter::Age(const CountedRow& leg,
                                           Moment now) const {
  const LegKey key = leg.row.Leg();
  std::optional<SteadyTime> p;
  SteadyTime first_seen = now.steady;
  for (const PastPoll& poll : past_) {
    const bool seen = poll.legs.contains(key);
    if (seen) first_seen = std::min(first_seen, poll.sent.steady);
    if (!seen && poll.complete) p = poll.sent.steady;
  }
  const std::chrono::nanoseconds known_for = now.steady - (p ? *p : first_seen);
  if (!leg.time_usable) return known_for;
  const std::chrono::nanoseconds stated = StatedAge(leg, now);
  return p ? std::min(stated, known_for) : stated;
}

// "call_time is turned into an age when first seen; from then on only the
// steady clock counts": for as long as the leg is known and states it.
std::chrono::nanoseconds PlainCounter::StatedAge(const CountedRow& leg,
                                                 Moment now) const {
  const Moment first = FirstStated(leg.row).value_or(now);
  return std::max<std::chrono::nanoseconds>(first.wall - *leg.row.call_time,
                                            std::chrono::nanoseconds(0)) +
         (now.steady - first.steady);
}

bool PlainCounter::IsStale(const CountedRow& leg) const {
  if (leg.row.state == kRinging) return leg.age > rules_.stale_ringing_after;
  if (leg.row.state == kOncall) return leg.age > rules_.stale_oncall_after;
  return false;
}

SeriesValues PlainCounter::ZeroSeries() const {
  SeriesValues series;
  for (const Pair& label : folding_.PairsSeen()) {
    for (const State state : {kRinging, kOncall}) {
      for (const Direction direction : {kInbound, kOutbound, kLocal}) {
        series[CallSeries("pitel_active_calls", label, direction, state)] = 0;
        series[CallSeries("pitel_active_legs", label, direction, state)] = 0;
      }
      series[StateSeries("pitel_stale_legs", label, state)] = 0;
    }
    for (const State state : {kIdle, kRinging, kOncall}) {
      series[StateSeries("pitel_extensions", label, state)] = 0;
    }
    for (const char* family :
         {"pitel_ringing_callers", "pitel_ringing_oldest_seconds"}) {
      series[SeriesText(family, {{"tenant", label.first}})] = 0;
    }
  }
  for (const char* device : {"Pitel", "MicroSIP", "Zoiper", "Linphone", "Bria",
                             "Yealink", "Grandstream", "Fanvil", "Cisco",
                             "Polycom", "Snom", "JsSIP", "SIP.js", "other"}) {
    series[DeviceSeries(device)] = 0;
  }
  for (const char* field : {"call_state", "direction", "call_time"}) {
    series[SeriesText("pitel_api_unknown_values_total", {{"field", field}})] =
        0;
  }
  const auto overflow = [&](const char* label, std::size_t folded) {
    series[SeriesText("pitel_overflowed_label_values", {{"label", label}})] =
        static_cast<double>(folded);
  };
  overflow("tenant", folding_.folded_tenants());
  overflow("server", folding_.folded_servers());
  series["pitel_api_duplicate_rows"] = 0;
  return series;
}

// "the most active calls at once in any poll of the last 5 minutes"
void PlainCounter::CountPeaks(SeriesValues& series) const {
  for (const Pair& label : folding_.PairsSeen()) {
    double& peak = series[SeriesText("pitel_active_calls_peak",
                                     {{"tenant", label.first}})];
    for (const PastPoll& poll : past_) {
      const auto calls = poll.calls.find(label.first);
      if (past_.back().sent.steady - poll.sent.steady <=
              std::chrono::minutes(5) &&
          calls != poll.calls.end()) {
        peak = std::max(peak, calls->second);
      }
    }
  }
}

// Each caller counts at the label of its tenant.
void PlainCounter::CountCallers(const CountedRows& rows,
                                SeriesValues& series) const {
  const SteadyTime now = past_.back().sent.steady;
  for (const CountedRows& caller : Callers(rows, rules_.caller_key)) {
    const std::string& tenant = caller[0].label.first;
    ++series[SeriesText("pitel_ringing_callers", {{"tenant", tenant}})];
    double& oldest = series[SeriesText("pitel_ringing_oldest_seconds",
                                       {{"tenant", tenant}})];
    for (const auto& leg : caller) {
      oldest = std::max(oldest, Seconds(leg.age));
      if (const auto start = tracker_.StartOf(leg)) {
        oldest = std::max(oldest, Seconds(now - *start));
      }
    }
  }
}

}  // namespace pitel::plain
