#include "config/web_tables.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <span>
#include <utility>

#include "base/number.h"
#include "base/text.h"
#include "config/bcrypt_hash.h"
#include "config/fields.h"
#include "config/go_duration.h"
#include "config/key_suggestion.h"

namespace pitel {
namespace {

using Kind = YamlValue::Kind;
using std::chrono::nanoseconds;

constexpr std::size_t kMostBurst = 1'000'000'000;
// A hash of this cost takes about two seconds.
constexpr int kSlowCost = 15;

constexpr std::string_view kTrue[] = {
    "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y"};
constexpr std::string_view kFalse[] = {
    "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N"};

// The field, with a value that may be missing.
Field IfGiven(Field field) {
  return {[read = std::move(field.read)](const YamlEntry& entry,
                                         ProblemList& problems) {
            if (entry.value.kind != Kind::kNull) read(entry, problems);
          },
          {}};
}

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

// A truth value of YAML 1.1 that has no effect here.
Field IgnoredFlag() {
  return IfGiven(
      {[](const YamlEntry& entry, ProblemList& problems) {
         const YamlValue* const value = FindText(entry, problems);
         if (value == nullptr) return;
         const auto is = [&](const auto& words) {
           return std::ranges::find(words, value->text) != std::end(words);
         };
         if (value->quoted || !(is(kTrue) || is(kFalse))) {
           Report(entry, "must be true or false, without quotes", problems);
         }
       },
       {}});
}

// Parses a name of Go. `advice` follows an unknown one.
auto ParseTlsName(std::vector<std::span<const TlsName>> known,
                  std::string advice) {
  return [known, advice](const std::string& text) -> Result<TlsName> {
    for (const auto& list : known) {
      const auto found = std::ranges::find(list, text, &TlsName::go);
      if (found != list.end()) return *found;
    }
    return Error{"has an unknown item " + Quoted(text) + ": " + advice};
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

// A header field's value. YAML's folded texts end in a line break. An empty
// list of `choices` means any value.
Field HeaderValue(std::string name, std::vector<std::string_view> choices,
                  WebHeaders& headers) {
  const auto read = [name, choices, &headers](YamlEntry entry,
                                              ProblemList& problems) {
    std::ranges::replace(entry.value.text, '\n', ' ');
    entry.value.text = Trim(entry.value.text);
    const YamlValue* const value = FindText(entry, problems);
    if (value == nullptr) return;
    if (choices.empty() || std::ranges::count(choices, value->text) > 0) {
      return headers.emplace_back(name, value->text), void();
    }
    std::string words;
    for (const auto word : choices) {
      words.append(words.empty() ? "" : " or ").append(word);
    }
    Report(entry, "(" + Quoted(value->text) + ") must be " + words, problems);
  };
  return {read, {}};
}

Field Interval(nanoseconds& interval) {
  const auto read = [&interval](const YamlEntry& entry, ProblemList& problems) {
    const YamlValue* const value = FindText(entry, problems);
    if (value == nullptr) return;
    const auto bare = ParseNumber<std::int64_t>(value->text);
    const auto parsed = ParseGoDuration(value->text);
    if (parsed) {
      interval = *parsed;
    } else if (bare && !value->quoted) {
      interval = nanoseconds(*bare);
      problems.Warn(entry.value.at,
                    "`interval` without a unit counts as nanoseconds: write "
                    "1s for a second");
    } else {
      Report(entry, "(" + Quoted(value->text) + ") " + parsed.error().message,
             problems);
    }
  };
  return IfGiven({read, {}});
}

void CheckUser(const YamlEntry& user, ProblemList& problems) {
  const auto cost = BcryptCost(user.value.text);
  if (!cost) {
    problems.Add(
        user.value.at,
        "the password of a user must be a bcrypt hash: `$2y$`, `$2b$`, "
        "`$2a$` or `$2x$`, a cost from 04 to 31, `$` and 53 "
        "characters (htpasswd -nB makes one)");
  } else if (*cost >= kSlowCost) {
    problems.Warn(user.value.at,
                  "a bcrypt hash of cost " + std::to_string(*cost) +
                      " takes seconds or more to check: 10 to 12 is usual");
  }
  if (user.key.find(':') != user.key.npos) {
    problems.Warn(user.at,
                  "a user whose name contains a colon cannot log in: HTTP ends "
                  "the name there");
  }
}

}  // namespace

bool WebTlsValues::given() const {
  return certificate.given() || key.given() || client_ca.given() || client_auth;
}

KeyTable WebTable() {
  return {"the top of the file",
          {{"tls_server_config", {}},
           {"http_server_config", {}},
           {"basic_auth_users", {}},
           {"rate_limit", {}}}};
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

KeyTable WebHttpTable() {
  return {"`http_server_config`", {{"http2", IgnoredFlag()}, {"headers", {}}}};
}

KeyTable WebHeadersTable(WebHeaders& headers) {
  const auto key = [&](std::string_view name,
                       std::vector<std::string_view> choices = {}) {
    return Key{name, HeaderValue(std::string(name), choices, headers)};
  };
  return {"`headers`",
          {key("Content-Security-Policy"),
           key("X-Content-Type-Options", {"nosniff"}),
           key("X-Frame-Options", {"deny", "sameorigin"}),
           key("X-XSS-Protection"), key("Strict-Transport-Security")}};
}

KeyTable RateLimitTable(RateLimit& limit) {
  return {"`rate_limit`",
          {{"interval", Interval(limit.interval)},
           {"burst", IfGiven(Count(limit.burst, {0, kMostBurst}))}}};
}

void ReadWebUsers(const YamlValue& section, ProblemList& problems,
                  WebUsers& users) {
  CheckMapping(section, problems);
  for (const YamlEntry& user : section.entries) {
    CheckUser(user, problems);
    users.emplace(user.key, user.value.text);
  }
}

MappingReader ReadWebMapping(const YamlValue& mapping, const KeyTable& table,
                             ProblemList& problems) {
  WebTlsValues tls;
  WebHeaders headers;
  RateLimit limit;
  const std::vector<KeyTable> tables{WebTable(), WebTlsTable(tls),
                                     WebHttpTable(), WebHeadersTable(headers),
                                     RateLimitTable(limit)};
  for (const YamlEntry& entry : mapping.entries) {
    if (table.Has(entry.key)) continue;
    problems.Add(entry.at, "unknown key" + ShownKey(entry.key) +
                               SuggestKey(entry.key, table, tables));
  }
  return {mapping, table, problems};
}

}  // namespace pitel
