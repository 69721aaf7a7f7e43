#include "fetch/secret.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <system_error>
#include <utility>

#include "base/text.h"

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

bool IsTokenCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') ||
         std::string_view("._~+/=-").find(c) != std::string_view::npos;
}

bool IsAll(std::string_view text, bool (*predicate)(char)) {
  return std::all_of(text.begin(), text.end(), predicate);
}

bool IsPrintable(char c) { return c > ' ' && c < '\x7f'; }
bool IsQuote(char c) { return c == '"' || c == '\'' || c == '`'; }
bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '_';
}

bool IsName(std::string_view text) {
  return !text.empty() && !(text[0] >= '0' && text[0] <= '9') &&
         IsAll(text, IsNameCharacter);
}

// NAME=value, as in a file for a shell. Base64 ends in one or two `=`.
bool IsAssignment(std::string_view text) {
  const auto equals = text.find('=');
  return equals != text.npos && IsName(text.substr(0, equals)) &&
         text.find_first_not_of('=', equals) != text.npos;
}

// Text that a template, a shell or a person should have replaced.
bool IsPlaceholder(std::string_view text) {
  const auto is_between = [text](std::string_view first,
                                 std::string_view last) {
    return text.size() > first.size() + last.size() &&
           text.starts_with(first) && text.ends_with(last);
  };
  return is_between("<", ">") || is_between("{", "}") || is_between("[", "]") ||
         is_between("%", "%") || text.find("${") != text.npos ||
         text.find("$(") != text.npos || text.find("{{") != text.npos ||
         (text.starts_with('$') && IsName(text.substr(1)));
}

std::string_view WithoutMarkAndSpace(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  text = Trim(text);
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  return Trim(text);
}

std::string_view WithoutBearer(std::string_view text) {
  constexpr std::string_view kBearer = "Bearer ";
  if (EqualsIgnoringCase(text.substr(0, kBearer.size()), kBearer)) {
    text = Trim(text.substr(kBearer.size()));
  }
  return text;
}

std::optional<Error> CheckCharacters(CredentialKind kind,
                                     std::string_view secret) {
  if (kind == CredentialKind::kBearerToken) {
    if (IsAll(secret, IsTokenCharacter)) return std::nullopt;
    return Error{
        "contains a character that is not allowed in a bearer token: use only "
        "letters, digits and ._~+/=-"};
  }
  if (std::any_of(secret.begin(), secret.end(), IsQuote)) {
    return Error{"contains a quote: remove the quotes around the key"};
  }
  if (IsAll(secret, IsPrintable)) return std::nullopt;
  return Error{
      "contains a space, a line break or a character that is not printable "
      "ASCII: keep only the key"};
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

}  // namespace

Result<std::string> ParseSecret(CredentialKind kind, std::string_view text) {
  text = WithoutMarkAndSpace(text);
  if (kind == CredentialKind::kBearerToken) text = WithoutBearer(text);
  if (text.empty()) return Error{"is empty"};
  if (text.size() > kSecretBytes) {
    return Error{"is longer than " + std::to_string(kSecretBytes) + " bytes"};
  }
  if (IsPlaceholder(text)) {
    return Error{"is a placeholder: replace it with the secret"};
  }
  if (auto error = CheckCharacters(kind, text)) return *std::move(error);
  if (IsAssignment(text)) {
    return Error{"looks like NAME=value: keep only the value"};
  }
  return std::string(text);
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
