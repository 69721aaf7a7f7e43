#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/log.h"
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

// The secret in a regular file. Never blocks on a pipe or a device at that
// path.
Result<std::string> ReadSecretFile(const std::filesystem::path& file,
                                   CredentialKind kind);

// The credential of a target as it is now. Belongs to its poll thread.
class Secret {
 public:
  // `target` is a name for the log.
  Secret(std::string target, Credential credential, Log& log);

  // Reads the file again each time: it is small, and neither its timestamps nor
  // its inode reveal every change. If it cannot be read or contains no secret,
  // a warning is logged once and the last valid secret stays in use; without
  // one, this is an error.
  Result<std::string> Get();

  // Whether Get would now return another text than it last did.
  bool Changed();

 private:
  Result<std::string> Read();

  const std::string target_;
  const Credential credential_;
  Log& log_;
  std::string good_;      // the last that could be read
  std::string returned_;  // the last that Get returned
  std::string problem_;   // the last that was logged, until it is gone
};

}  // namespace pitel
