// The choice of a format and an encoding by the Accept headers of a request.
// Never fails: a client that accepts no format of ours gets plain text.
#pragma once

#include <string_view>

#include "render/family_text.h"

namespace pitel {

struct MediaType {
  Format format = Format::kText;
  std::string_view content_type;  // a constant
};

// The format of a telemetry page for an `Accept` header (several of them joined
// by commas; empty if there was none). OpenMetrics 1.0.0 if its quality is not
// zero and at least that of text; wildcards mean text alone, since a client
// that reads OpenMetrics names it. Other versions of OpenMetrics, and other
// types such as protobuf, are ignored. The content type repeats the `escaping`
// of the entry that chose OpenMetrics, if it is a known one: names need none,
// so the page is the same.
MediaType NegotiateFormat(std::string_view accept);

// Whether an `Accept-Encoding` header allows gzip.
bool AcceptsGzip(std::string_view accept_encoding);

}  // namespace pitel
