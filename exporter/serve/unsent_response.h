// A private header of serve.
#pragma once

#include <boost/asio/buffer.hpp>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "serve/response.h"

namespace pitel {

// A response on its way to the client, as a list of buffers: its head, then
// those of its body.
class UnsentResponse {
 public:
  struct Form {
    bool head_only;
    bool keep_alive;
  };
  UnsentResponse(Response response, Form form, WallTime now);
  UnsentResponse(const UnsentResponse&) = delete;
  UnsentResponse& operator=(const UnsentResponse&) = delete;

  bool has_slot() const { return response_.slot != nullptr; }
  bool empty() const { return unsent_.empty(); }
  // What is still to be sent, valid until MarkSent or destruction.
  std::span<const boost::asio::const_buffer> next() const { return unsent_; }
  // The bytes that the kernel has taken so far.
  std::size_t sent() const { return sent_; }
  // The kernel has taken the first `size` bytes of next().
  void MarkSent(std::size_t size);

 private:
  const Response response_;
  const std::string head_;
  std::vector<boost::asio::const_buffer> unsent_;
  std::size_t sent_ = 0;
};

}  // namespace pitel
