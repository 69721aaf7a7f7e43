#include "config/api_section.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/text.h"
#include "fetch/proxy_url.h"
#include "fetch/secret_text.h"

namespace pitel {
namespace {

constexpr Range<std::size_t> kResponseSizes{std::size_t{1} << 10,
                                            std::size_t{1} << 36};
constexpr std::size_t kHeaders = 64;

bool IsAlphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z');
}

// Of letters, digits and `others`.
bool ConsistsOf(std::string_view text, std::string_view others) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return IsAlphanumeric(c) || others.find(c) != others.npos;
  });
}

std::optional<Error> AcceptAny(const std::string&) { return std::nullopt; }

void ReadUrl(const MappingReader& target, bool allow_plain_http,
             BaseUrl& value) {
  std::string text;
  if (!target.ReadText("url", AcceptAny, text)) return;
  auto url = ParseBaseUrl(text);
  if (!url) {
    target.Report("url", url.error().message);
  } else if (url->scheme == "http" && !url->IsLoopback() && !allow_plain_http) {
    target.Report("url",
                  "would send the credential unencrypted: write https://, or "
                  "set `allow_plain_http: true` in this target");
  } else {
    value = *std::move(url);
  }
}

std::optional<Error> CheckPath(const std::string& path) {
  if (path[0] != '/') return Error{"must begin with /"};
  for (const char c : path) {
    if (c == '#') return Error{"must not hold a fragment (#...)"};
    if (!IsVisibleAscii(c)) {
      return Error{
          "holds a space or a character that is not ASCII: escape it (%20)"};
    }
  }
  return std::nullopt;
}

struct CredentialKey {
  std::string_view key;
  CredentialKind kind;
  bool is_file;
};

constexpr CredentialKey kCredentialKeys[] = {
    {"api_key", CredentialKind::kApiKey, false},
    {"api_key_file", CredentialKind::kApiKey, true},
    {"bearer_token", CredentialKind::kBearerToken, false},
    {"bearer_token_file", CredentialKind::kBearerToken, true},
};

void ReadCredential(const MappingReader& target, Credential& credential) {
  constexpr std::string_view kAll =
      "`api_key`, `api_key_file`, `bearer_token` and `bearer_token_file`";
  int given = 0;
  for (const CredentialKey& choice : kCredentialKeys) {
    if (!target.Has(choice.key)) continue;
    if (++given == 2) {
      target.Report(choice.key, "is a second credential: give exactly one of " +
                                    std::string(kAll));
    }
    // A masked secret is accepted, so that /config can be read back.
    const auto check = [&](const std::string& text) -> std::optional<Error> {
      if (choice.is_file || text == kMaskedSecret) return std::nullopt;
      const auto secret = ParseSecret(choice.kind, text);
      return secret ? std::nullopt : std::optional(secret.error());
    };
    std::string text;
    target.ReadText(choice.key, check, text);
    credential = {choice.kind, choice.is_file ? "" : text,
                  choice.is_file ? target.problems().Resolve(text) : ""};
  }
  if (given == 0) {
    target.problems().Add(target.PositionOf(""),
                          "the target has no credential: give exactly one of " +
                              std::string(kAll));
  }
}

// A field name of RFC 9110, section 5.1, that the exporter does not set itself.
std::optional<std::string> FaultOfHeaderName(const std::string& name) {
  if (!ConsistsOf(name, "!#$%&'*+-.^_`|~")) {
    return "a name under `headers` is not the name of an HTTP header";
  }
  for (const auto* own :
       {"Authorization", "Host", "Content-Length", "Connection"}) {
    if (EqualsIgnoringCase(name, own)) {
      return "the header " + std::string(own) +
             " is set by the exporter itself: remove it";
    }
  }
  return std::nullopt;
}

void ReadHeaders(const MappingReader& target,
                 std::map<std::string, std::string>& headers) {
  const YamlValue& section = target.Nested("headers");
  ProblemList& problems = target.problems();
  std::vector<std::string_view> names;
  for (const YamlEntry& entry : section.entries) names.push_back(entry.key);
  const MappingReader reader(section, names, problems);
  if (names.size() > kHeaders) {
    target.Report("headers", "must be at most 64");
  }
  for (const YamlEntry& entry : section.entries) {
    auto fault = FaultOfHeaderName(entry.key);
    const bool twice =
        std::any_of(headers.begin(), headers.end(), [&](const auto& header) {
          return EqualsIgnoringCase(header.first, entry.key);
        });
    if (!fault && twice) {
      fault =
          "a header of this name stands here already: their case does not "
          "distinguish them";
    }
    if (fault) {
      problems.Add(entry.at, *std::move(fault));
    } else {
      reader.ReadText(entry.key, headers[entry.key]);
    }
  }
}

void ReadProxy(const MappingReader& target, std::string& proxy_url) {
  std::string text;
  if (!target.ReadText("proxy_url", text) || text.empty()) return;
  if (const auto error = CheckProxyUrl(text)) {
    target.Report("proxy_url", error->message);
  } else {
    proxy_url = text;
  }
}

void ReadMinVersion(const MappingReader& reader, TlsVersion& version) {
  std::string name;
  if (!reader.ReadText("min_version", name)) return;
  if (name == "TLS12") {
    version = TlsVersion::kTls12;
  } else if (name == "TLS13") {
    version = TlsVersion::kTls13;
  } else if (name == "TLS10" || name == "TLS11") {
    reader.Report("min_version",
                  "asks for a version that is broken: TLS12 and TLS13 are "
                  "supported");
  } else {
    reader.Report("min_version", "must be TLS12 or TLS13");
  }
}

void ReadServerName(const MappingReader& reader, std::string& value) {
  std::string name;
  if (!reader.ReadText("server_name", name)) return;
  if (name.empty() || ConsistsOf(name, ".-_:")) {
    value = name;
  } else {
    reader.Report("server_name", "must be a host name, without scheme or port");
  }
}

void ReadTls(const MappingReader& target, TlsOptions& tls) {
  const MappingReader reader(target.Nested("tls_config"), kTlsKeys,
                             target.problems());
  reader.ReadPath("ca_file", tls.ca_file);
  reader.ReadPath("cert_file", tls.cert_file);
  reader.ReadPath("key_file", tls.key_file);
  ReadServerName(reader, tls.server_name);
  reader.ReadFlag("insecure_skip_verify", tls.insecure_skip_verify);
  ReadMinVersion(reader, tls.min_version);
  if (tls.cert_file.empty() != tls.key_file.empty()) {
    reader.Report(tls.cert_file.empty() ? "key_file" : "cert_file",
                  "needs its counterpart: `cert_file` and `key_file` come "
                  "together");
  }
}

}  // namespace

ApiOptions ReadApiOptions(const MappingReader& target, bool allow_plain_http) {
  ApiOptions api;
  ReadUrl(target, allow_plain_http, api.url);
  target.ReadText("monitor_path", CheckPath, api.monitor_path);
  target.ReadText("token_path", CheckPath, api.token_path);
  ReadCredential(target, api.credential);
  target.ReadByteSize("max_response_size", kResponseSizes,
                      api.max_response_size);
  ReadHeaders(target, api.headers);
  ReadProxy(target, api.proxy_url);
  ReadTls(target, api.tls);
  return api;
}

}  // namespace pitel
