// The file of --web.config.file as plain values: parsed, checked, every default
// filled in. Its format is that of Prometheus' exporter-toolkit.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/problem_list.h"
#include "config/tls_names.h"

namespace pitel {

// What is asked of a client: nothing; a certificate of any issuer, if it has
// one; such a certificate; one of `client_ca`, if it has one; such a
// certificate.
enum class ClientAuth {
  kNone,
  kRequest,
  kRequireAny,
  kVerifyIfGiven,
  kRequireAndVerify
};

enum class WebTlsVersion { kTls10, kTls11, kTls12, kTls13 };

struct WebTls {
  std::string certificate;  // PEM, as are the next two
  std::string key;          // a secret
  std::string client_ca;
  ClientAuth client_auth = ClientAuth::kNone;
  // A client's certificate must have one of these names. Absent: any name.
  std::optional<std::vector<std::string>> client_allowed_sans;
  WebTlsVersion min_version = WebTlsVersion::kTls12;
  WebTlsVersion max_version = WebTlsVersion::kTls13;
  std::vector<TlsName> cipher_suites;  // before TLS 1.3; empty: all
  std::vector<TlsName> curves;         // empty: OpenSSL's

  bool operator==(const WebTls&) const = default;
};

// A request every `interval` on average, `burst` of them at once. No limit if
// `interval` is not positive.
struct RateLimit {
  std::chrono::nanoseconds interval{0};
  std::size_t burst = 0;

  bool operator==(const RateLimit&) const = default;
};

// Names and values of header fields.
using WebHeaders = std::vector<std::pair<std::string, std::string>>;
// The bcrypt hashes of passwords, by user.
using WebUsers = std::map<std::string, std::string, std::less<>>;

struct WebConfig {
  std::optional<WebTls> tls;  // absent: plain HTTP
  WebHeaders headers;         // of every response
  WebUsers users;             // none: no password is asked for
  RateLimit rate_limit;
  ConfigProblems warnings;  // what is valid but probably a mistake

  bool operator==(const WebConfig&) const = default;
};

}  // namespace pitel
