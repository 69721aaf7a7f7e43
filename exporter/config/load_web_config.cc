#include "config/load_web_config.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/text.h"
#include "base/text_file.h"
#include "config/tls_pem.h"
#include "config/web_tables.h"
#include "config/web_tls_table.h"
#include "config/yaml_document.h"

namespace pitel {
namespace {

using Kind = YamlValue::Kind;

constexpr std::size_t kPemBytes = 4 << 20;

// Reads what `tls_server_config` refers to, and checks what belongs together.
class TlsSection {
 public:
  TlsSection(WebTlsValues& values, const MappingReader& section)
      : values_(values), section_(section) {}

  // The files that were read.
  std::vector<std::filesystem::path> files;

  void Check() {
    if (section_.problems().Sorted().empty()) CheckPresence();
    values_.tls.certificate = Read("cert", values_.certificate);
    values_.tls.key = Read("key", values_.key);
    values_.tls.client_ca = Read("client_ca", values_.client_ca);
    CheckContent();
    CheckClientAuth();
    CheckVersions();
  }

 private:
  void CheckPresence() const {
    if (!values_.certificate.given()) {
      section_.Report("cert_file",
                      "is missing, and so is `cert`: TLS needs a certificate");
    }
    if (!values_.key.given()) {
      section_.Report(
          "key_file",
          "is missing, and so is `key`: TLS needs the certificate's key");
    }
  }

  void Report(const std::string& key, const PemSource& source,
              const std::string& fault) const {
    if (fault.empty()) return;
    if (source.file.empty()) return section_.Report(key, fault);
    section_.Report(key + "_file",
                    "(" + Quoted(source.file.string()) + ") " + fault);
  }

  std::string Read(const std::string& key, const PemSource& source) {
    if (source.file.empty()) return source.text;
    files.push_back(source.file);
    auto text = ReadTextFile(source.file, kPemBytes);
    if (!text) {
      // The name of what is no file may be a secret in the wrong place.
      section_.Report(key + "_file", text.error().message);
      return "";
    }
    if (text->empty()) Report(key, source, "is empty");
    return *std::move(text);
  }

  void CheckContent() const {
    const WebTls& tls = values_.tls;
    if (!tls.certificate.empty() && !tls.key.empty()) {
      const auto faults = CheckIdentity(tls.certificate, tls.key);
      Report("cert", values_.certificate, faults.certificate);
      Report("key", values_.key, faults.key);
    }
    if (!tls.client_ca.empty()) {
      Report("client_ca", values_.client_ca, CheckAuthorities(tls.client_ca));
    }
  }

  void CheckClientAuth() const {
    WebTls& tls = values_.tls;
    tls.client_auth = values_.client_auth.value_or(ClientAuth::kNone);
    const bool asks = tls.client_auth != ClientAuth::kNone;
    const bool verifies = tls.client_auth == ClientAuth::kVerifyIfGiven ||
                          tls.client_auth == ClientAuth::kRequireAndVerify;
    if (values_.client_ca.given() && !asks) {
      const bool in_file = !values_.client_ca.file.empty();
      section_.Report(in_file ? "client_ca_file" : "client_ca",
                      "has no effect without `client_auth_type`: set it, for "
                      "example to RequireAndVerifyClientCert");
    }
    if (verifies && !values_.client_ca.given()) {
      Warn("client_auth_type",
           "`client_auth_type` without `client_ca_file` refuses every client "
           "certificate");
    }
    if (tls.client_allowed_sans && !asks) {
      Warn("client_allowed_sans",
           "`client_allowed_sans` has no effect without `client_auth_type`");
    }
  }

  // A list of suites for TLS 1.3 alone leaves none for older versions.
  void CheckVersions() const {
    WebTls& tls = values_.tls;
    if (tls.min_version > tls.max_version) {
      section_.Report("min_version", "is above `max_version`");
    }
    if (!values_.cipher_suites) return;
    for (const TlsName& suite : *values_.cipher_suites) {
      const auto known = CipherSuites();
      if (std::ranges::find(known, suite) == known.end()) continue;
      tls.cipher_suites.push_back(suite);
    }
    if (!tls.cipher_suites.empty()) return;
    if (tls.max_version < WebTlsVersion::kTls13) {
      section_.Report("cipher_suites", "has none for TLS 1.2 and below");
    }
    tls.min_version = WebTlsVersion::kTls13;
  }

  void Warn(const char* key, std::string message) const {
    section_.problems().Warn(section_.PositionOf(key), std::move(message));
  }

  WebTlsValues& values_;
  const MappingReader& section_;
};

}  // namespace

LoadedWebConfig LoadWebConfig(const std::filesystem::path& file) {
  ProblemList problems(file);
  const auto document = ReadYaml(problems);
  if (!document) return {problems.Sorted()};
  const auto read = [&](const YamlValue& section, const KeyTable& table) {
    return ReadWebMapping(section, table, problems);
  };
  const MappingReader root = read(*document, WebTable());

  WebConfig config;
  WebTlsValues tls;
  const MappingReader tls_reader =
      read(root.Nested("tls_server_config"), WebTlsTable(tls));
  TlsSection section(tls, tls_reader);
  if (tls.given()) {
    section.Check();
    config.tls = std::move(tls.tls);
  }
  const MappingReader http =
      read(root.Nested("http_server_config"), WebHttpTable());
  read(http.Nested("headers"), WebHeadersTable(config.headers));
  read(root.Nested("rate_limit"), RateLimitTable(config.rate_limit));
  ReadWebUsers(root.Nested("basic_auth_users"), problems, config.users);

  ConfigProblems all = problems.Sorted();
  if (!all.empty()) return {std::move(all), tls.given(), section.files};
  config.warnings = problems.warnings();
  return {std::move(config), tls.given(), section.files};
}

}  // namespace pitel
