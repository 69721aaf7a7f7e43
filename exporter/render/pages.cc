#include "render/pages.h"

#include <algorithm>
#include <utility>

#include "render/deflate.h"
#include "render/samples.h"

namespace pitel {
namespace {

void Append(Page& page, SharedPiece piece) {
  page.text_size += piece->text.size();
  page.deflated_size += piece->deflated.size();
  page.crc32 = JoinCrc32(page.crc32, piece->crc32, piece->text.size());
  page.pieces.push_back(std::move(piece));
}

void AppendHeader(Page& page, const FamilyHeader& header, Format format) {
  Append(page, MakePiece(RenderHeaderLines(header, format)));
}

std::vector<const RenderedFamily*> FamiliesByName(
    std::span<const RenderedSource* const> sources) {
  std::vector<const RenderedFamily*> families;
  for (const RenderedSource* source : sources) {
    for (const auto& family : source->families) families.push_back(&family);
  }
  std::stable_sort(families.begin(), families.end(),
                   [](const RenderedFamily* a, const RenderedFamily* b) {
                     return a->header.name < b->header.name;
                   });
  return families;
}

}  // namespace

RenderedSource RenderSource(std::span<const Family> families,
                            std::string_view target) {
  RenderedSource source;
  for (const Family& family : families) {
    if (family.size() == 0) continue;
    source.families.push_back(
        {family.header, MakePiece(RenderSamples(family, target))});
  }
  return source;
}

Pages JoinPages(std::span<const RenderedSource* const> sources) {
  Pages pages;
  std::string_view name;
  for (const RenderedFamily* family : FamiliesByName(sources)) {
    if (family->header.name != name) {
      name = family->header.name;
      AppendHeader(pages.text, family->header, Format::kText);
      AppendHeader(pages.openmetrics, family->header, Format::kOpenMetrics);
    }
    Append(pages.text, family->samples);
    Append(pages.openmetrics, family->samples);
  }
  return pages;
}

std::string RenderTail(std::span<const Family> families, Format format) {
  std::string tail;
  for (const Family& family : families) {
    if (family.size() == 0) continue;
    tail += RenderHeaderLines(family.header, format);
    tail += RenderSamples(family, "");
  }
  if (format == Format::kOpenMetrics) tail += "# EOF\n";
  return tail;
}

}  // namespace pitel
