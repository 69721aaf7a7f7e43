#include "serve/unsent_response.h"

#include <string_view>
#include <utility>

namespace pitel {
namespace {

namespace asio = boost::asio;

// The number of buffers passed to the kernel in one call.
constexpr std::size_t kBatchBuffers = 16;

}  // namespace

UnsentResponse::UnsentResponse(Response response, Form form, WallTime now)
    : response_(std::move(response)),
      head_(RenderHead(response_, form.keep_alive, now)),
      head_only_(form.head_only) {
  Fill();
}

std::size_t UnsentResponse::BufferCount() const {
  if (head_only_) return 1;
  return 1 + (response_.scrape ? response_.scrape->buffer_count() : 1);
}

asio::const_buffer UnsentResponse::Buffer(std::size_t index) const {
  if (index == 0) return asio::buffer(head_);
  if (!response_.scrape) return asio::buffer(response_.text);
  const std::string_view buffer = response_.scrape->buffer(index - 1);
  return asio::const_buffer(buffer.data(), buffer.size());
}

void UnsentResponse::Fill() {
  while (unsent_.size() < kBatchBuffers && next_buffer_ < BufferCount()) {
    unsent_.push_back(Buffer(next_buffer_++));
  }
}

void UnsentResponse::MarkSent(std::size_t size) {
  sent_ += size;
  auto unsent = unsent_.begin();
  while (unsent != unsent_.end() && size >= unsent->size()) {
    size -= unsent->size();
    ++unsent;
  }
  if (unsent != unsent_.end()) *unsent += size;
  unsent_.erase(unsent_.begin(), unsent);
  if (unsent_.empty()) Fill();
}

}  // namespace pitel
