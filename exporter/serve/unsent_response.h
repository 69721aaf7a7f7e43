// A private header of serve.
#pragma once

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/buffers_suffix.hpp>
#include <cstddef>
#include <string>

#include "base/clock.h"
#include "serve/response.h"

namespace pitel {

// A response on its way to the client, as a list of buffers: its head, then
// those of its body.
class UnsentResponse {
 public:
  using Buffers =
      boost::beast::buffers_suffix<std::array<boost::asio::const_buffer, 3>>;
  struct Form {
    bool head_only;
    bool keep_alive;
  };
  // `configured` as in RenderHead.
  UnsentResponse(Response response, Form form, WallTime now,
                 const WebHeaders& configured = {});
  UnsentResponse(const UnsentResponse&) = delete;
  UnsentResponse& operator=(const UnsentResponse&) = delete;

  bool has_slot() const { return response_.slot != nullptr; }
  bool empty() const { return boost::asio::buffer_size(unsent_) == 0; }
  // What is still to be sent, valid until MarkSent or destruction.
  const Buffers& next() const { return unsent_; }
  // The bytes that the kernel has taken so far.
  std::size_t sent() const { return sent_; }
  // The kernel has taken the first `size` bytes of next().
  void MarkSent(std::size_t size) {
    sent_ += size;
    unsent_.consume(size);
  }

 private:
  const Response response_;
  const std::string head_;
  Buffers unsent_;
  std::size_t sent_ = 0;
};

}  // namespace pitel
