#include "render/source.h"

#include <utility>

#include "render/family_text.h"

namespace pitel {
namespace {

// Of a text that is kept, the share that may be unused.
constexpr std::size_t kSpareShare = 16;

}  // namespace

SharedSource RenderSource(std::span<const Family> families,
                          std::string_view target, std::size_t expected_size) {
  RenderedSource source{std::string(target), {}, {}};
  source.text.reserve(expected_size + expected_size / kSpareShare);
  for (const Family& family : families) {
    if (family.size() == 0) continue;
    AppendSamples(source.text, family, target);
    source.families.push_back({&family.header(), source.text.size()});
  }
  const std::size_t spare = source.text.capacity() - source.text.size();
  if (spare > source.text.size() / kSpareShare) source.text.shrink_to_fit();
  return std::make_shared<const RenderedSource>(std::move(source));
}

}  // namespace pitel
