#pragma once

#include <atomic>
#include <filesystem>
#include <string>

#include "base/log.h"
#include "base/result.h"
#include "fetch/api_options.h"
#include "fetch/secret_text.h"

namespace pitel {

// The secret in a regular file, as ParseSecret reads it. Never blocks on a pipe
// or a device at that path.
Result<std::string> ReadSecretFile(const std::filesystem::path& file,
                                   CredentialKind kind);

// The credential of a target as it is now. Used by one thread at a time, except
// for is_reading.
class Secret {
 public:
  // `target` is a name for the log.
  Secret(std::string target, Credential credential, Log& log);

  // Reads the file again each time: it is small, and neither its timestamps nor
  // its inode reveal every change. If it cannot be read or contains no secret,
  // a warning is logged once and the last valid secret stays in use; without
  // one, this is an error.
  Result<std::string> Get();

  // Whether Get would now return a different text from last time.
  bool Changed();

  // Whether the file is being read, which may hang. Any thread.
  bool is_reading() const { return is_reading_; }

 private:
  Result<std::string> Read();
  Result<std::string> ReadFile();

  const std::string target_;
  const Credential credential_;
  Log& log_;
  std::atomic<bool> is_reading_ = false;
  std::string good_;      // the last that could be read
  std::string returned_;  // the last that Get returned
  std::string problem_;   // the last that was logged, until it is gone
};

}  // namespace pitel
