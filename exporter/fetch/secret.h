#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/log.h"
#include "base/result.h"
#include "fetch/api_options.h"

namespace pitel {

// The longest a secret gets, in bytes.
inline constexpr std::size_t kSecretBytes = 4096;

// The secret that `text` contains, as it was typed, pasted or written by a
// script: without the white space and the byte order mark around it, a bearer
// token also without a leading "Bearer ". The error says what is wrong without
// repeating it. A bearer token goes into a header and is
// [A-Za-z0-9._~+/=-]{1,4096}; an API key is printable ASCII without spaces and
// quotes. What looks like a placeholder, such as ${API_KEY} or KEY=..., is
// neither.
Result<std::string> ParseSecret(CredentialKind kind, std::string_view text);

// The secret in a regular file. Never waits for a pipe or a device at that
// path.
Result<std::string> ReadSecretFile(const std::filesystem::path& file,
                                   CredentialKind kind);

// The credential of a target as it is now. Belongs to its poll thread.
class Secret {
 public:
  // `target` is a name for the log.
  Secret(std::string target, Credential credential, Log& log);

  // Reads a file again each time: it is small, and neither its times nor its
  // inode tell of every change. If it cannot be read or contains no secret, the
  // last valid one stays in force and a warning is logged once; the error is
  // for when there was none.
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
