#include "render/scrape.h"

#include <utility>

#include "render/family_text.h"
#include "render/gzip.h"

namespace pitel {

std::string RenderTail(std::span<const Family> families, Format format,
                       const Selection& selection) {
  constexpr std::string_view kTarget;  // the exporter itself
  std::string tail;
  for (const Family& family : families) {
    if (family.size() == 0 || !selection.HasTarget(kTarget) ||
        !selection.HasFamily(family.header())) {
      continue;
    }
    tail += RenderHeaderLines(family.header(), format);
    AppendSamples(tail, family, kTarget);
  }
  if (format == Format::kOpenMetrics) tail += "# EOF\n";
  return tail;
}

Scrape::Scrape(std::shared_ptr<const PageBody> page, std::string_view tail,
               bool gzip)
    : page_(std::move(page)),
      end_(gzip ? GzipEnd(tail, page_->text_size, page_->crc32)
                : std::string(tail)) {}

}  // namespace pitel
