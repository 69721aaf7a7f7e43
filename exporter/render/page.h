// From rendered sources to the telemetry page.
//
// A page costs nothing until somebody asks for it. It is made once in each form
// that is asked for, however many clients ask. A part of it is made for each
// client that asks, from the same sources.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "metric/family.h"
#include "render/family_text.h"
#include "render/selection.h"
#include "render/source.h"

namespace pitel {

struct Form {
  Format format = Format::kText;
  bool gzip = false;

  bool operator==(const Form&) const = default;
};

// A page or a part of it, in one form.
struct PageRequest {
  Form form;
  Selection selection;

  bool operator==(const PageRequest&) const = default;
};

// A page in one form, up to what is added at each scrape (render/scrape.h).
struct PageBody {
  std::string bytes;
  // Of the uncompressed text.
  std::size_t text_size = 0;
  std::uint32_t crc32 = 0;  // with gzip
};

// The families of all sources by name; the series of a family in the order of
// the sources. The same sources give the same bytes. Any thread.
class Page {
 public:
  explicit Page(std::vector<SharedSource> sources);
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;

  // Null if it was not made in this form yet, or if a part of it is wanted.
  // Does not wait until it is made.
  std::shared_ptr<const PageBody> Find(Form form,
                                       const Selection& selection = {}) const;
  // Makes it, or returns it if it was made already. Takes about 10 ms for each
  // MB to compress.
  std::shared_ptr<const PageBody> Make(Form form,
                                       const Selection& selection = {}) const;

 private:
  std::shared_ptr<const PageBody>& Made(Form form) const;

  const std::vector<SharedSource> sources_;
  mutable std::mutex making_;
  mutable std::mutex mutex_;  // guards made_
  mutable std::array<std::shared_ptr<const PageBody>, 4> made_;
};

}  // namespace pitel
