// From families to the pages that are scraped.
//
// Each source (a target, the exporter itself) renders and compresses the
// samples of its families on its own thread; the publisher only joins lists of
// pieces, so nothing is copied or compressed twice.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "metric/family.h"
#include "render/header_lines.h"
#include "render/piece.h"

namespace pitel {

struct RenderedFamily {
  FamilyHeader header;
  SharedPiece samples;
};

struct RenderedSource {
  std::vector<RenderedFamily> families;
};

// Renders the families that have series. `target` is the value of the label
// of that name; empty for the exporter itself.
RenderedSource RenderSource(std::span<const Family> families,
                            std::string_view target);

// A page up to what is added at each scrape.
struct Page {
  std::vector<SharedPiece> pieces;
  // Of all pieces in a row.
  std::size_t text_size = 0;
  std::size_t deflated_size = 0;
  std::uint32_t crc32 = 0;
};

struct Pages {
  Page text;
  Page openmetrics;
};

// The families of all sources by name. The series of a family stand in the
// order of the sources: give these by target name. Same sources, same bytes.
Pages JoinPages(std::span<const RenderedSource* const> sources);

// What stands at the end of a page: the families of the moment (by name, all
// behind those of the page) and what closes the format. Called at each scrape.
std::string RenderTail(std::span<const Family> families, Format format);

}  // namespace pitel
