#include "fetch/secret_text.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.h"

namespace pitel {
namespace {

bool IsBearerTokenCharacter(char c) {
  return IsLetter(c) || IsDigit(c) ||
         std::string_view("._~+/=-").find(c) != std::string_view::npos;
}

bool IsQuote(char c) { return c == '"' || c == '\'' || c == '`'; }
bool IsNameCharacter(char c) { return IsLetter(c) || IsDigit(c) || c == '_'; }

bool IsName(std::string_view text) {
  return !text.empty() && !IsDigit(text[0]) &&
         std::ranges::all_of(text, IsNameCharacter);
}

// NAME=value, as in a shell script. Base64 may end in one or two `=`.
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
         is_between("%", "%") || ContainsPlaceholder(text) ||
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

bool IsBearerToken(std::string_view secret) {
  return std::ranges::all_of(secret, IsBearerTokenCharacter);
}

std::optional<Error> CheckTypedCharacters(CredentialKind kind,
                                          std::string_view secret) {
  if (kind == CredentialKind::kBearerToken) {
    if (IsBearerToken(secret)) return std::nullopt;
    return Error{
        "contains a character that is not allowed in a bearer token: use only "
        "letters, digits and ._~+/=-"};
  }
  if (std::ranges::any_of(secret, IsQuote)) {
    return Error{"contains a quote: remove the quotes around the key"};
  }
  if (std::ranges::all_of(secret, IsVisibleAscii)) return std::nullopt;
  return Error{
      "contains a space, a line break or a character that is not printable "
      "ASCII: keep only the key"};
}

std::optional<Error> CheckLength(std::string_view secret) {
  if (secret.empty()) return Error{"is empty"};
  if (secret.size() <= kSecretBytes) return std::nullopt;
  return Error{"is longer than " + std::to_string(kSecretBytes) + " bytes"};
}

}  // namespace

bool ContainsPlaceholder(std::string_view text) {
  return text.find("${") != text.npos || text.find("$(") != text.npos ||
         text.find("{{") != text.npos;
}

Result<std::string> ParseSecret(CredentialKind kind, std::string_view text) {
  text = WithoutMarkAndSpace(text);
  if (kind == CredentialKind::kBearerToken) text = WithoutBearer(text);
  if (auto error = CheckLength(text)) return *std::move(error);
  if (IsPlaceholder(text)) {
    return Error{"is a placeholder: replace it with the secret"};
  }
  if (auto error = CheckTypedCharacters(kind, text)) return *std::move(error);
  if (IsAssignment(text)) {
    return Error{"looks like NAME=value: keep only the value"};
  }
  return std::string(text);
}

Result<std::string> ParseIssuedToken(std::string_view text) {
  text = WithoutBearer(Trim(text));
  if (auto error = CheckLength(text)) return *std::move(error);
  if (!IsBearerToken(text)) {
    return Error{"contains a character that is not allowed in a bearer token"};
  }
  return std::string(text);
}

}  // namespace pitel
