#include "fetch/response_head.h"

#include <algorithm>

#include "base/number.h"
#include "base/text.h"
#include "fetch/http_date.h"

namespace pitel {
namespace {

// 0 if there is none. libcurl has accepted the line.
int StatusOf(std::string_view status_line) {
  const auto space = std::min(status_line.find(' '), status_line.size());
  std::string_view rest = Trim(status_line.substr(space));
  return TakeNumber<int>(rest).value_or(0);
}

// Calls `take` with each element of a comma-separated list.
template <typename Take>
void ForEachElement(std::string_view list, Take take) {
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    take(Trim(list.substr(0, comma)));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
}

}  // namespace

void ResponseHead::StartAgain() {
  const std::size_t bytes = bytes_;
  *this = ResponseHead();
  bytes_ = bytes;
}

// Only the first line of a head is a status line. A later line that looks like
// one is a header field.
bool ResponseHead::Take(std::string_view line) {
  bytes_ += line.size();
  if (bytes_ > kResponseHeaderBytes) return false;
  if (complete_) return true;  // a trailer
  line = Trim(line);
  if (!begun_) {
    begun_ = true;
    status_ = StatusOf(line);
  } else if (line.empty()) {
    if (status_ < 200 && status_ != kSwitchingProtocols) {
      StartAgain();
    } else {
      complete_ = true;
    }
  } else if (const auto colon = line.find(':'); colon != line.npos) {
    TakeField(line.substr(0, colon), Trim(line.substr(colon + 1)));
  }
  return true;
}

void ResponseHead::TakeField(std::string_view name, std::string_view value) {
  const auto is = [name](std::string_view other) {
    return EqualsIgnoringCase(name, other);
  };
  if (is("Date")) date_ = ParseHttpDate(value);
  if (is("Age")) age_ = value;
  if (is("Retry-After")) retry_after_ = value;
  if (is("Content-Length")) TakeLength(value);
  if (is("Content-Encoding")) TakeContentEncodings(value);
  if (is("Transfer-Encoding")) {
    ForEachElement(value, [this](std::string_view coding) {
      strange_transfer_ |= !coding.empty() &&
                           !EqualsIgnoringCase(coding, "chunked") &&
                           !EqualsIgnoringCase(coding, "identity");
    });
  }
}

void ResponseHead::TakeContentEncodings(std::string_view value) {
  ForEachElement(value, [this](std::string_view coding) {
    if (EqualsIgnoringCase(coding, "gzip") ||
        EqualsIgnoringCase(coding, "x-gzip")) {
      ++gzips_;
    } else if (!coding.empty() && !EqualsIgnoringCase(coding, "identity")) {
      strange_encoding_ = PrintableText(coding);
    }
  });
}

// libcurl ignores a length with too many digits, and uses the last of several.
void ResponseHead::TakeLength(std::string_view value) {
  const auto length = ParseNumber<std::uint64_t>(value);
  if (!length) {
    length_problem_ = "the Content-Length of the response is not a number";
  } else if (length_ && length != length_) {
    length_problem_ = "the response has two different Content-Length values";
  }
  length_ = length;
}

std::string ResponseHead::Problem() const {
  if (!strange_encoding_.empty()) {
    return "the Content-Encoding of the response is " +
           DoubleQuoted(strange_encoding_) + ", but only gzip was requested";
  }
  if (gzips_ > 1) {
    return "the Content-Encoding of the response lists gzip several times";
  }
  if (strange_transfer_) {
    return "the Transfer-Encoding of the response is not chunked";
  }
  return length_problem_;
}

std::optional<std::chrono::sys_seconds> ResponseHead::date() const {
  const bool is_fresh =
      age_.empty() || age_.find_first_not_of('0') == age_.npos;
  return is_fresh ? date_ : std::nullopt;
}

std::optional<std::chrono::seconds> ResponseHead::RetryAfter(
    WallTime now) const {
  // Relative to the server's own clock, a date is right even if the clocks
  // differ.
  const auto ours = std::chrono::floor<std::chrono::seconds>(now);
  return ParseRetryAfter(retry_after_, date_.value_or(ours));
}

}  // namespace pitel
