#include "fetch/secret.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace pitel {
namespace {

// The longest secret plus some surrounding white space.
constexpr std::size_t kMostFileBytes = kSecretBytes + 1024;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  const int number_;
};

Error LastError() {
  return {"cannot be read: " + std::generic_category().message(errno)};
}

// Up to one byte more than `limit`, so that what is longer can be told.
Result<std::string> ReadUpTo(int descriptor, std::size_t limit) {
  std::string content(limit + 1, '\0');
  std::size_t size = 0;
  while (size < content.size()) {
    const ssize_t got =
        ::read(descriptor, content.data() + size, content.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return LastError();
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  content.resize(size);
  return content;
}

}  // namespace

Result<std::string> ReadSecretFile(const std::filesystem::path& file,
                                   CredentialKind kind) {
  // O_NONBLOCK: to open a FIFO would wait for somebody to write to it.
  const Descriptor descriptor(
      ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  struct stat status;
  if (descriptor.number() < 0 || ::fstat(descriptor.number(), &status) != 0) {
    return LastError();
  }
  if (!S_ISREG(status.st_mode)) return Error{"is not a regular file"};
  const auto content = ReadUpTo(descriptor.number(), kMostFileBytes);
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

Result<std::string> Secret::Read() {
  if (credential_.file.empty()) {
    auto secret = ParseSecret(credential_.kind, credential_.value);
    if (!secret) return Error{"the credential " + secret.error().message};
    return secret;
  }
  auto secret = ReadSecretFile(credential_.file, credential_.kind);
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
