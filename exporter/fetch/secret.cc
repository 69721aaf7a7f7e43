#include "fetch/secret.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace pitel {
namespace {

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

bool IsTokenCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') ||
         std::string_view("._~+/=-").find(c) != std::string_view::npos;
}

bool IsControl(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == '\x7f';
}

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

void DropTrailingNewline(std::string& text) {
  if (!text.ends_with('\n')) return;
  text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
}

}  // namespace

std::optional<Error> CheckSecret(CredentialKind kind, std::string_view secret) {
  if (secret.empty()) return Error{"is empty"};
  if (secret.size() > kSecretBytes) {
    return Error{"is longer than " + std::to_string(kSecretBytes) + " bytes"};
  }
  if (kind == CredentialKind::kBearerToken) {
    if (std::all_of(secret.begin(), secret.end(), IsTokenCharacter)) return {};
    return Error{
        "holds a character that no bearer token has: letters, digits and "
        "._~+/=- are allowed"};
  }
  if (std::none_of(secret.begin(), secret.end(), IsControl)) return {};
  return Error{"holds more than one line or a control character"};
}

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
  auto content = ReadUpTo(descriptor.number(), kSecretBytes + 2);
  if (!content) return content;
  DropTrailingNewline(*content);
  if (auto error = CheckSecret(kind, *content)) return *std::move(error);
  return content;
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
    if (auto error = CheckSecret(credential_.kind, credential_.value)) {
      return Error{"the credential " + error->message};
    }
    return credential_.value;
  }
  auto secret = ReadSecretFile(credential_.file, credential_.kind);
  if (secret) {
    good_ = *secret;
    problem_.clear();
    return secret;
  }
  const std::string& problem = secret.error().message;
  if (problem != problem_) {
    problem_ = problem;
    log_.Warn("unusable credential file",
              {{"target", target_},
               {"file", credential_.file.string()},
               {"problem", problem},
               {"until_mended",
                good_.empty() ? "polls fail" : "the secret it held before"}});
  }
  if (!good_.empty()) return good_;
  return Error{credential_.file.string() + " " + problem};
}

}  // namespace pitel
