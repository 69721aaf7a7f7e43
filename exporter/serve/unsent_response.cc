#include "serve/unsent_response.h"

#include <utility>

namespace pitel {

UnsentResponse::UnsentResponse(Response response, Form form, WallTime now)
    : response_(std::move(response)),
      head_(RenderHead(response_, form.keep_alive, now)) {
  const auto add = [this](std::string_view bytes) {
    unsent_.emplace_back(bytes.data(), bytes.size());
  };
  add(head_);
  if (form.head_only) return;
  if (response_.scrape) {
    add(response_.scrape->page());
    add(response_.scrape->end());
  } else {
    add(response_.text);
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
}

}  // namespace pitel
