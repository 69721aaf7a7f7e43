#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace pitel {

// The most that all headers of a response take, in bytes: those of interim
// responses (1xx), of a proxy's response to CONNECT, and trailers included.
inline constexpr std::size_t kHeaderBytes = 64 * 1024;

// The head of an HTTP response, read line by line as libcurl delivers it.
class ResponseHead {
 public:
  // False: that was more than kHeaderBytes.
  bool Take(std::string_view line);
  // What came so far was a proxy's response to CONNECT.
  void StartAgain();

  // Up to the empty line, interim responses not counted.
  bool complete() const { return complete_; }
  int status() const { return status_; }
  bool IsSuccess() const { return status_ >= 200 && status_ < 300; }
  bool is_gzip() const { return gzips_ == 1; }
  // What keeps the body from being read, in words; empty if nothing does. The
  // body must be in chunks, of one stated length, or up to the end of the
  // connection, and not encoded or encoded by gzip once, which was asked for.
  std::string Problem() const;
  // Whether the transfer encoding is one that libcurl would undo before our own
  // limits apply, several times if asked to.
  bool HasStrangeTransferEncoding() const { return strange_transfer_; }
  // The stated length of the body, if it is one.
  std::optional<std::uint64_t> length() const { return length_; }
  // The header Date, if it came and is one, unless Age says that a cache has
  // kept the response since then.
  std::optional<std::chrono::sys_seconds> date() const;
  // How long Retry-After asks to wait; `now` counts if there is no Date.
  std::optional<std::chrono::seconds> RetryAfter(WallTime now) const;

 private:
  void TakeField(std::string_view name, std::string_view value);
  void TakeContentEncodings(std::string_view value);
  void TakeLength(std::string_view value);

  std::size_t bytes_ = 0;
  bool begun_ = false;  // the status line has come
  bool complete_ = false;
  int status_ = 0;
  int gzips_ = 0;
  std::string strange_encoding_;
  bool strange_transfer_ = false;
  std::optional<std::uint64_t> length_;
  std::string length_problem_;
  std::optional<std::chrono::sys_seconds> date_;
  std::string age_;
  std::string retry_after_;
};

}  // namespace pitel
