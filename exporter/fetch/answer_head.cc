#include "fetch/answer_head.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "fetch/http_date.h"

namespace pitel {
namespace {

// 0 if there is none. libcurl has accepted the line.
int StatusOf(std::string_view status_line) {
  int status = 0;
  const auto space = std::min(status_line.find(' '), status_line.size());
  const std::string_view rest = Trim(status_line.substr(space));
  std::from_chars(rest.data(), rest.data() + rest.size(), status);
  return status;
}

}  // namespace

bool AnswerHead::Take(std::string_view line) {
  bytes_ += line.size();
  if (bytes_ > kHeaderBytes) return false;
  if (complete_) return true;  // a trailer
  line = Trim(line);
  if (line.starts_with("HTTP/")) {
    const std::size_t bytes = bytes_;
    *this = AnswerHead();
    bytes_ = bytes;
    status_ = StatusOf(line);
  } else if (line.empty()) {
    complete_ = status_ >= 200;
  } else if (const auto colon = line.find(':'); colon != line.npos) {
    TakeField(line.substr(0, colon), Trim(line.substr(colon + 1)));
  }
  return true;
}

void AnswerHead::TakeField(std::string_view name, std::string_view value) {
  if (EqualsIgnoringCase(name, "Date")) date_ = ParseHttpDate(value);
  if (EqualsIgnoringCase(name, "Retry-After")) retry_after_ = value;
  if (EqualsIgnoringCase(name, "Content-Length")) {
    lengths_differ_ |= !length_.empty() && value != length_;
    length_ = value;
  }
  if (EqualsIgnoringCase(name, "Content-Encoding") ||
      EqualsIgnoringCase(name, "Transfer-Encoding")) {
    while (!value.empty()) {
      const auto comma = std::min(value.find(','), value.size());
      TakeCoding(Trim(value.substr(0, comma)));
      value.remove_prefix(std::min(comma + 1, value.size()));
    }
  }
}

void AnswerHead::TakeCoding(std::string_view coding) {
  const auto is = [coding](std::string_view name) {
    return EqualsIgnoringCase(coding, name);
  };
  if (is("gzip") || is("x-gzip")) {
    ++gzips_;
  } else if (!is("") && !is("identity") && !is("chunked")) {
    strange_ = true;
  }
}

std::optional<std::chrono::seconds> AnswerHead::RetryAfter(WallTime now) const {
  // Seen from its own clock, a date is right even where the clocks differ.
  const auto ours = std::chrono::floor<std::chrono::seconds>(now);
  return ParseRetryAfter(retry_after_, date_.value_or(ours));
}

}  // namespace pitel
