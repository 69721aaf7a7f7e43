#include "render/source.h"

#include <utility>

#include "render/family_text.h"

namespace pitel {

SharedSource RenderSource(std::span<const Family> families,
                          std::string_view target) {
  RenderedSource source{std::string(target), {}, {}};
  for (const Family& family : families) {
    if (family.size() == 0) continue;
    AppendSamples(source.text, family, target);
    source.families.push_back({&family.header(), source.text.size()});
  }
  source.text.shrink_to_fit();
  return std::make_shared<const RenderedSource>(std::move(source));
}

}  // namespace pitel
