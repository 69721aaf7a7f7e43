#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "metric/family.h"

namespace pitel {

// The samples of some families, rendered on the thread that counted them. Pages
// share it, in every format and from poll to poll.
struct RenderedSource {
  struct RenderedFamily {
    const FamilyHeader* header;
    std::size_t end;  // of its samples in `text`
  };

  std::string target;  // empty for the exporter itself
  std::string text;
  std::vector<RenderedFamily> families;
};

using SharedSource = std::shared_ptr<const RenderedSource>;

// Renders the families that have series. `target` is the value of the label
// of that name; empty for the exporter itself. `expected_size` is that of the
// text, as far as known.
SharedSource RenderSource(std::span<const Family> families,
                          std::string_view target,
                          std::size_t expected_size = 0);

}  // namespace pitel
