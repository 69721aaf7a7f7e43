#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace pitel {

// The limit on all headers of a response together, in bytes: including interim
// responses (1xx), a proxy's response to CONNECT, and trailers.
inline constexpr std::size_t kResponseHeaderBytes = 64 * 1024;

// Not an interim response: the bytes that follow it are not HTTP. The exporter
// never asks for another protocol.
inline constexpr int kSwitchingProtocols = 101;

// The head of an HTTP response, read line by line as libcurl delivers it.
class ResponseHead {
 public:
  // False if there are now more than kResponseHeaderBytes.
  bool Take(std::string_view line);
  // Discards the head so far: an interim response, or a proxy's response to
  // CONNECT. Its bytes still count.
  void StartAgain();

  // Whether the empty line has arrived, not counting interim responses.
  bool complete() const { return complete_; }
  int status() const { return status_; }
  bool IsSuccess() const { return status_ >= 200 && status_ < 300; }
  bool is_gzip() const { return gzips_ == 1; }
  // Why the body must not be read, in words; empty if it may be. The body must
  // be chunked, have one stated length, or extend to the end of the connection.
  // It may be encoded with gzip, once.
  std::string Problem() const;
  // Whether there is a transfer encoding that libcurl would decode, layer by
  // layer, before our own limits apply.
  bool HasStrangeTransferEncoding() const { return strange_transfer_; }
  // The Content-Length, if it is valid.
  std::optional<std::uint64_t> length() const { return length_; }
  // The Date header, if it is present and valid, unless Age shows that the
  // response comes from a cache.
  std::optional<std::chrono::sys_seconds> date() const;
  // How long Retry-After asks to wait. A date in it counts from the Date header
  // or, without one, from `now`.
  std::optional<std::chrono::seconds> RetryAfter(WallTime now) const;

 private:
  void TakeField(std::string_view name, std::string_view value);
  void TakeContentEncodings(std::string_view value);
  void TakeLength(std::string_view value);

  std::size_t bytes_ = 0;
  bool begun_ = false;  // the status line has arrived
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
