#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "render/pages.h"

namespace pitel {

// The body of the response to one scrape: the pieces of a page and the tail
// behind them, as text or as one gzip member. A list of buffers to be sent in
// order; the pieces are shared with the page, which the scrape keeps.
class Scrape {
 public:
  Scrape(std::shared_ptr<const Page> page, std::string_view tail, bool gzip);

  std::size_t size() const { return size_; }  // bytes in all buffers
  std::size_t buffer_count() const { return page_->pieces.size() + 2; }
  std::string_view buffer(std::size_t index) const;

 private:
  std::shared_ptr<const Page> page_;
  bool gzip_;
  std::string end_;  // what stands behind the pieces
  std::size_t size_ = 0;
};

}  // namespace pitel
