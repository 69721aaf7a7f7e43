#pragma once

#include "config/mapping_reader.h"
#include "fetch/api_options.h"

namespace pitel {

// How EffectiveConfig shows a secret. Where a configuration is read, it passes
// for a well-formed one.
inline constexpr char kMaskedSecret[] = "<secret>";

// Reads what a target says of its API host: URL, paths, credential, headers,
// proxy and TLS.
ApiOptions ReadApiOptions(const MappingReader& target, bool allow_plain_http);

}  // namespace pitel
