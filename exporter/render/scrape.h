#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "metric/family.h"
#include "render/page.h"
#include "render/selection.h"

namespace pitel {

// The end of a page: the selected ones of `families`, and the closing line of
// the format, if any. The families describe the exporter itself at this moment;
// they are in order of name, after all those of the page.
std::string RenderTail(std::span<const Family> families, Format format,
                       const Selection& selection = {});

// The body of the response to one scrape: a page and its end, which is rendered
// at each scrape. Shares the page with other scrapes.
class Scrape {
 public:
  Scrape(std::shared_ptr<const PageBody> page, std::string_view tail,
         bool gzip);

  // Send these one after the other.
  std::string_view page() const { return page_->bytes; }
  std::string_view end() const { return end_; }
  std::size_t size() const { return page().size() + end().size(); }

 private:
  std::shared_ptr<const PageBody> page_;
  std::string end_;
};

}  // namespace pitel
