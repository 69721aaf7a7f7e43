#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace pitel {

// The most that all headers of an answer take, in bytes: those of interim
// answers (1xx) and trailers included.
inline constexpr std::size_t kHeaderBytes = 64 * 1024;

// The head of an HTTP answer, read line by line as libcurl delivers it.
class AnswerHead {
 public:
  // False: that was more than kHeaderBytes.
  bool Take(std::string_view line);

  // Up to the empty line, interim answers not counted.
  bool complete() const { return complete_; }
  int status() const { return status_; }
  bool IsSuccess() const { return status_ >= 200 && status_ < 300; }
  // Whether the body is encoded in a way that was asked for: not at all, in
  // chunks, or by gzip, once. libcurl would decode others, one in another, and
  // a few kilobytes of those can grow to any size.
  bool IsEncodedAsAsked() const { return gzips_ <= 1 && !strange_; }
  // Whether its length is told once, or always the same. Of two different ones
  // libcurl would believe the last.
  bool HasOneLength() const { return !lengths_differ_; }
  // The header Date, if it came and is one.
  std::optional<std::chrono::sys_seconds> date() const { return date_; }
  // How long the answer asks to be left alone; `now` if it has no Date.
  std::optional<std::chrono::seconds> RetryAfter(WallTime now) const;

 private:
  void TakeField(std::string_view name, std::string_view value);
  void TakeCoding(std::string_view coding);

  std::size_t bytes_ = 0;
  bool complete_ = false;
  int status_ = 0;
  int gzips_ = 0;
  bool strange_ = false;
  std::string length_;
  bool lengths_differ_ = false;
  std::optional<std::chrono::sys_seconds> date_;
  std::string retry_after_;
};

}  // namespace pitel
