#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/log.h"
#include "base/result.h"
#include "fetch/api_options.h"

namespace pitel {

// The longest a secret gets, in bytes.
inline constexpr std::size_t kSecretBytes = 4096;

// What is wrong with a secret, if anything, without repeating it. A bearer
// token goes into a header and is [A-Za-z0-9._~+/=-]{1,4096}; an API key goes
// into JSON and holds no control character.
std::optional<Error> CheckSecret(CredentialKind kind, std::string_view secret);

// The secret in a regular file, which loses one trailing newline. Never waits,
// whatever stands at that path.
Result<std::string> ReadSecretFile(const std::filesystem::path& file,
                                   CredentialKind kind);

// The credential of a target as it is now. Belongs to its poll thread.
class Secret {
 public:
  // `target` is a name for the log.
  Secret(std::string target, Credential credential, Log& log);

  // Reads a file again each time: it is small, and neither its times nor its
  // inode tell of every change. What cannot be read or is not a secret leaves
  // the one before it in force and is logged once; the error is for when there
  // was none before it.
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
