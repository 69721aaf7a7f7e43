#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "fetch/api_options.h"

namespace pitel {

// The maximum length of a secret, in bytes.
inline constexpr std::size_t kSecretBytes = 4096;

// The secret in `text`, which was typed, pasted or written by a script:
// surrounding white space and a byte order mark are removed, and a leading
// "Bearer " from a bearer token. The error says what is wrong without repeating
// the text. A bearer token goes into a header and is
// [A-Za-z0-9._~+/=-]{1,4096}; an API key is printable ASCII without spaces and
// quotes. Text that looks like a placeholder, such as ${API_KEY} or KEY=..., is
// an error.
Result<std::string> ParseSecret(CredentialKind kind, std::string_view text);

// Whether text of any form contains what a template or a shell should have
// replaced: `${`, `$(` or `{{`.
bool ContainsPlaceholder(std::string_view text);

// The bearer token in `text`, which a host issued: surrounding white space and
// a leading "Bearer " are removed. Its characters and length are checked as
// above, but text such as KEY=value is accepted.
Result<std::string> ParseIssuedToken(std::string_view text);

}  // namespace pitel
