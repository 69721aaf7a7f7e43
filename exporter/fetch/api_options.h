// How to reach one Pitel API host: plain values, validated by the
// configuration.
#pragma once

#include <compare>
#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "fetch/url.h"

namespace pitel {

enum class TlsVersion { kTls12, kTls13 };

// Like `tls_config` of Prometheus.
struct TlsOptions {
  std::filesystem::path ca_file;  // empty: the system's
  std::filesystem::path cert_file;
  std::filesystem::path key_file;
  std::string server_name;  // empty: the host of the URL
  bool insecure_skip_verify = false;
  TlsVersion min_version = TlsVersion::kTls12;

  auto operator<=>(const TlsOptions&) const = default;
};

enum class CredentialKind {
  kApiKey,       // exchanged for a token at token_path
  kBearerToken,  // a token used as it is
};

// Exactly one of `value` and `file` is not empty. A file is read again when it
// changes and after a 401, and loses one trailing newline.
struct Credential {
  CredentialKind kind = CredentialKind::kApiKey;
  std::string value;
  std::filesystem::path file;

  bool operator==(const Credential&) const = default;
};

// What connections depend on: sessions for which it is equal share them.
struct HostOptions {
  BaseUrl url;
  std::map<std::string, std::string> headers;  // the values are secrets
  std::optional<ProxyUrl> proxy_url;
  TlsOptions tls;

  auto operator<=>(const HostOptions&) const = default;
};

struct ApiOptions : HostOptions {
  std::string monitor_path = "/v3/monitor?=null";
  std::string token_path = "/v3/auth/token";
  Credential credential;
  std::size_t max_response_size = 256u << 20;  // bytes, after decompression

  bool operator==(const ApiOptions&) const = default;
};

}  // namespace pitel
