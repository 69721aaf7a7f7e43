#include "serve/unsent_response.h"

#include <utility>

namespace pitel {

UnsentResponse::UnsentResponse(Response response, Form form, WallTime now,
                               const WebHeaders& configured)
    : response_(std::move(response)),
      head_(RenderHead(response_, form.keep_alive, now, configured)) {
  using boost::asio::buffer;
  std::array<boost::asio::const_buffer, 3> buffers{buffer(head_)};
  if (!form.head_only && response_.scrape) {
    buffers[1] = buffer(response_.scrape->page());
    buffers[2] = buffer(response_.scrape->end());
  } else if (!form.head_only) {
    buffers[1] = buffer(response_.text);
  }
  unsent_ = Buffers(buffers);
}

}  // namespace pitel
