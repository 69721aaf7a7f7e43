#include "config/web_tls_table.h"

#include <algorithm>
#include <span>
#include <string>
#include <utility>

#include "config/fields.h"

namespace pitel {
namespace {

using Kind = YamlValue::Kind;

// The field, with a value that may be missing or an empty text.
Field IfNotEmpty(Field field) {
  return IfGiven({[read = std::move(field.read)](const YamlEntry& entry,
                                                 ProblemList& problems) {
                    const YamlValue& value = entry.value;
                    if (value.kind != Kind::kText || !value.text.empty()) {
                      read(entry, problems);
                    }
                  },
                  {}});
}

// PEM in the file itself, which has line breaks.
Field InlinePem(std::string& pem) {
  return IfNotEmpty({[&pem](const YamlEntry& entry, ProblemList& problems) {
                       if (entry.value.kind == Kind::kText) {
                         pem = entry.value.text;
                       } else if (entry.value.kind != Kind::kRefused) {
                         Report(entry, "must be text in PEM form", problems);
                       }
                     },
                     {}});
}

// Parses a name of Go. `advice` follows an unknown one.
auto ParseTlsName(std::vector<std::span<const TlsName>> known,
                  std::string advice) {
  return [known = std::move(known), advice = std::move(advice)](
             const std::string& text) -> Result<TlsName> {
    for (const auto& list : known) {
      const auto found = std::ranges::find(list, text, &TlsName::go);
      if (found != list.end()) return *found;
    }
    return Error{"has an unknown item: " + advice};
  };
}

Field TlsNames(std::vector<TlsName>& names) {
  const auto print = [](const TlsName& name) { return std::string(name.go); };
  return List(names,
              ParseTlsName({TlsCurves()},
                           "use CurveP256, CurveP384, CurveP521 or X25519"),
              print);
}

Field SuiteNames(std::optional<std::vector<TlsName>>& names) {
  return IfGiven(
      {[&names](const YamlEntry& entry, ProblemList& problems) {
         const auto print = [](const TlsName&) { return std::string(); };
         names.emplace();
         List(*names,
              ParseTlsName({CipherSuites(), CipherSuitesOfTls13()},
                           "docs/web-config.md lists the cipher suites"),
              print)
             .read(entry, problems);
         if (names->empty()) names.reset();
       },
       {}});
}

Field AllowedNames(std::optional<std::vector<std::string>>& names) {
  return IfGiven({[&names](const YamlEntry& entry, ProblemList& problems) {
                    names.emplace();
                    List(*names, AsItIs, AsItIs).read(entry, problems);
                  },
                  {}});
}

Field Version(WebTlsVersion& version) {
  return IfGiven(Choice(version, {{"TLS10", WebTlsVersion::kTls10},
                                  {"TLS11", WebTlsVersion::kTls11},
                                  {"TLS12", WebTlsVersion::kTls12},
                                  {"TLS13", WebTlsVersion::kTls13}}));
}

Field ClientAuthType(std::optional<ClientAuth>& type) {
  using Type = std::optional<ClientAuth>;
  return IfNotEmpty(Choice(
      type,
      {{"NoClientCert", Type(ClientAuth::kNone)},
       {"RequestClientCert", Type(ClientAuth::kRequest)},
       {"RequireClientCert", Type(ClientAuth::kRequireAny)},
       {"RequireAnyClientCert", Type(ClientAuth::kRequireAny)},
       {"VerifyClientCertIfGiven", Type(ClientAuth::kVerifyIfGiven)},
       {"RequireAndVerifyClientCert", Type(ClientAuth::kRequireAndVerify)}}));
}

}  // namespace

bool WebTlsValues::given() const {
  return certificate.given() || key.given() || client_ca.given() || client_auth;
}

KeyTable WebTlsTable(WebTlsValues& values) {
  return {
      "`tls_server_config`",
      {
          {"cert", InlinePem(values.certificate.text)},
          {"key", InlinePem(values.key.text)},
          {"client_ca", InlinePem(values.client_ca.text)},
          {"cert_file", IfGiven(Path(values.certificate.file))},
          {"key_file", IfGiven(Path(values.key.file))},
          {"client_ca_file", IfGiven(Path(values.client_ca.file))},
          {"client_auth_type", ClientAuthType(values.client_auth)},
          {"client_allowed_sans", AllowedNames(values.tls.client_allowed_sans)},
          {"min_version", Version(values.tls.min_version)},
          {"max_version", Version(values.tls.max_version)},
          {"cipher_suites", SuiteNames(values.cipher_suites)},
          {"curve_preferences", IfGiven(TlsNames(values.tls.curves))},
          {"prefer_server_cipher_suites", IgnoredFlag()},
      }};
}

}  // namespace pitel
