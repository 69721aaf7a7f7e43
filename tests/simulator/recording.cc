#include "simulator/recording.h"

#include <cstdio>
#include <optional>
#include <stdexcept>

#include "base/number.h"
#include "json/byte_source.h"
#include "json/scalars.h"

namespace pitel::simulation {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view kFormat = "pitel_exporter recording";
constexpr std::string_view kBody = ",\"body\":";
constexpr std::string_view kCallTime = "\"call_time\":\"";
constexpr std::size_t kDateAndTime = 19;  // "2024-05-06 09:00:00"

[[noreturn]] void Refuse(const std::string& reason) {
  throw std::runtime_error("not a recording: " + reason);
}

Scalars Members(const std::string& line) {
  TextSource source(line);
  auto scalars = ReadScalars(source);
  if (!scalars) Refuse("a line is not JSON");
  return *std::move(scalars);
}

template <typename T>
T NumberOf(const Scalars& members, const std::string& key) {
  const auto found = members.find(key);
  if (found == members.end()) return T{};
  return ParseNumber<T>(found->second).value_or(T{});
}

RecordedPoll PollOf(const std::string& line, const Scalars& members) {
  RecordedPoll poll;
  poll.at = milliseconds(NumberOf<std::int64_t>(members, "at_ms"));
  poll.duration = milliseconds(NumberOf<std::int64_t>(members, "duration_ms"));
  poll.status = NumberOf<unsigned>(members, "status");
  if (const auto failure = members.find("failure"); failure != members.end()) {
    poll.failure = failure->second;
    return poll;
  }
  // The body is the last member.
  const std::size_t body = line.find(kBody);
  if (body == line.npos) Refuse("a poll has neither a body nor a failure");
  const std::size_t begin = body + kBody.size();
  poll.body = line.substr(begin, line.rfind('}') - begin);
  return poll;
}

// The seconds since 1970 of "2024-05-06 09:00:00", as a local time.
std::optional<std::chrono::local_seconds> TimeOf(const std::string& text) {
  int year = 0;
  unsigned month = 0, day = 0, hour = 0, minute = 0, second = 0;
  const int fields = std::sscanf(text.c_str(), "%4d-%2u-%2u%*1[ T]%2u:%2u:%2u",
                                 &year, &month, &day, &hour, &minute, &second);
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(month),
                                         std::chrono::day(day)};
  // 0001-01-01 and 1970-01-01 mean none.
  if (fields != 6 || !date.ok() || year < 2000) return std::nullopt;
  return std::chrono::local_days(date) + std::chrono::hours(hour) +
         std::chrono::minutes(minute) + std::chrono::seconds(second);
}

std::string TextOf(std::chrono::local_seconds time, char separator) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u%c%02d:%02d:%02d",
                int(date.year()), unsigned(date.month()), unsigned(date.day()),
                separator, int(clock.hours().count()),
                int(clock.minutes().count()), int(clock.seconds().count()));
  return text;
}

}  // namespace

std::vector<RecordedPoll> ReadRecording(std::istream& input, int target) {
  std::string line;
  std::getline(input, line);
  if (line.empty()) Refuse("it is empty");
  const Scalars header = Members(line);
  const auto format = header.find("format");
  if (format == header.end() || format->second != kFormat) {
    Refuse("its first line is another one");
  }
  if (NumberOf<int>(header, "version") != 1) Refuse("its version is unknown");
  std::vector<RecordedPoll> polls;
  while (std::getline(input, line) && !input.eof()) {
    const Scalars members = Members(line);
    if (NumberOf<int>(members, "target") != target) continue;
    polls.push_back(PollOf(line, members));
  }
  if (polls.empty()) Refuse("it has no polls of this target");
  return polls;
}

std::string ShiftCallTimes(std::string body, std::chrono::seconds shift) {
  std::size_t at = body.find(kCallTime);
  for (; at != body.npos; at = body.find(kCallTime, at)) {
    at += kCallTime.size();
    const std::string text = body.substr(at, kDateAndTime);
    const auto time = TimeOf(text);
    if (!time) continue;
    const char separator = text[10];
    body.replace(at, kDateAndTime, TextOf(*time + shift, separator));
  }
  return body;
}

}  // namespace pitel::simulation
