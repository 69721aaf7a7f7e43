#include "fetch/secret.h"

#include <utility>

#include "base/text_file.h"

namespace pitel {
namespace {

// The longest secret plus some surrounding white space.
constexpr std::size_t kMostFileBytes = kSecretBytes + 1024;

}  // namespace

Result<std::string> ReadSecretFile(const std::filesystem::path& file,
                                   CredentialKind kind) {
  const auto content = ReadTextFile(file, kMostFileBytes);
  if (!content) return content;
  return ParseSecret(kind, *content);
}

Secret::Secret(std::string target, Credential credential, Log& log)
    : target_(std::move(target)),
      credential_(std::move(credential)),
      log_(log) {}

Result<std::string> Secret::Get() {
  auto secret = Read();
  if (secret) returned_ = *secret;
  return secret;
}

bool Secret::Changed() {
  if (credential_.file.empty()) return false;
  const auto secret = Read();
  return secret.ok() && *secret != returned_;
}

Result<std::string> Secret::ReadFile() {
  struct Mark {
    ~Mark() { flag = false; }
    std::atomic<bool>& flag;
  };
  is_reading_ = true;
  const Mark mark{is_reading_};
  return ReadSecretFile(credential_.file, credential_.kind);
}

Result<std::string> Secret::Read() {
  if (credential_.file.empty()) {
    auto secret = ParseSecret(credential_.kind, credential_.value);
    if (!secret) return Error{"the credential " + secret.error().message};
    return secret;
  }
  auto secret = ReadFile();
  if (secret) {
    good_ = *secret;
    problem_.clear();
    return secret;
  }
  const std::string& problem = secret.error().message;
  if (problem != problem_) {
    log_.Warn("unusable credential file",
              {{"target", target_},
               {"file", credential_.file.string()},
               {"problem", problem},
               {"fallback", good_.empty() ? "none" : "last valid secret"}});
    problem_ = problem;
  }
  if (!good_.empty()) return good_;
  return Error{credential_.file.string() + " " + problem};
}

}  // namespace pitel
