#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace pitel {

enum class Format { kText, kOpenMetrics };

// A run of a page's bytes, and the same run compressed: raw deflate data that
// ends on a byte boundary, so that runs compressed apart join into one gzip
// member by concatenation (RFC 1952, RFC 1951 section 3.2.4).
struct Piece {
  std::string text;
  std::string deflated;
  std::uint32_t crc32 = 0;  // of text
};

using SharedPiece = std::shared_ptr<const Piece>;

// A page up to what is added at each scrape. Pages of both formats, and the
// pages of successive polls, share the pieces they have in common.
struct Page {
  std::vector<SharedPiece> pieces;
};

struct Pages {
  Page text;
  Page openmetrics;
};

// What stands at the end of a page: the families of the moment, rendered, and
// OpenMetrics' "# EOF".
//
// Writes `tail` behind `page`, as text or as one gzip member. The buffers view
// `page` and `scrape` itself: keep both until they are sent.
struct Scrape {
  std::vector<std::string_view> buffers;  // in order; to be sent as they are
  std::size_t size = 0;                   // bytes in all buffers
  std::string head;                       // storage that buffers may view
  std::string tail;
};
std::unique_ptr<Scrape> AssembleScrape(const Page& page, std::string tail,
                                       bool gzip);

}  // namespace pitel
