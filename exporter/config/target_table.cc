#include "config/target_table.h"

#include <yaml-cpp/emitter.h>
#include <yaml-cpp/emittermanip.h>

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include "base/text.h"
#include "config/fields.h"
#include "config/queues_table.h"
#include "config/request_path.h"
#include "fetch/secret_text.h"

namespace pitel {
namespace {

constexpr char kPlaceholder[] =
    "contains a placeholder: replace it with its value";
constexpr CountRange kResponseSizes{std::size_t{1} << 10, std::size_t{1} << 36};
constexpr std::size_t kHeaders = 64;

// Whether it consists of letters, digits and `others`.
bool ConsistsOf(std::string_view text, std::string_view others) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return IsLetter(c) || IsDigit(c) || others.find(c) != others.npos;
  });
}

Result<std::string> ParseName(const std::string& name) {
  if (name.empty()) return Error{"must not be empty"};
  if (name == SafeLabelValue(name)) return name;
  return Error{"must be at most 128 bytes of UTF-8 without control characters"};
}

// Gateways put keys into path prefixes, so the path is masked.
std::string MaskUrl(const BaseUrl& url) {
  return url.path.empty() ? url.Origin() : url.Origin() + "/" + kMaskedSecret;
}

Field Secret(Credential& credential, CredentialKind kind) {
  const auto parse = [kind](const YamlValue& v) -> Result<Credential> {
    if (v.text == kMaskedSecret) return Credential{kind, v.text, {}};
    auto secret = ParseSecret(kind, v.text);
    if (!secret) return secret.error();
    return Credential{kind, *std::move(secret), {}};
  };
  return {Reading(credential, parse),
          [&credential, kind](std::string_view key, YAML::Emitter& out) {
            if (credential.kind == kind && credential.file.empty()) {
              PrintQuoted(key, kMaskedSecret, out);
            }
          }};
}

Field SecretFile(Credential& credential, CredentialKind kind) {
  return {[&credential, kind](const YamlEntry& entry, ProblemList& problems) {
            credential = {kind, "", {}};
            Path(credential.file).read(entry, problems);
            const YamlValue& value = entry.value;
            if (value.kind == YamlValue::Kind::kText && value.text.empty()) {
              Report(entry, "must not be empty", problems);
            }
          },
          [&credential, kind](std::string_view key, YAML::Emitter& out) {
            if (credential.kind == kind && !credential.file.empty()) {
              PrintQuoted(key, credential.file.string(), out);
            }
          }};
}

// The error in a header's name, if any: it must be a field name of RFC 9110,
// section 5.1, that the exporter does not set itself.
std::string FaultOfHeader(const std::string& name,
                          const std::map<std::string, std::string>& headers) {
  if (!ConsistsOf(name, "!#$%&'*+-.^_`|~")) {
    return "a name under `headers` is not the name of an HTTP header";
  }
  for (const char* own :
       {"Authorization", "Host", "Content-Length", "Connection"}) {
    if (EqualsIgnoringCase(name, own)) {
      return "the header " + std::string(own) +
             " is set by the exporter itself: remove it";
    }
  }
  for (const auto& [other, value] : headers) {
    if (EqualsIgnoringCase(name, other)) {
      return "duplicate header (names are case-insensitive)";
    }
  }
  return "";
}

void ReadHeaders(const YamlEntry& section, ProblemList& problems,
                 std::map<std::string, std::string>& headers) {
  CheckMapping(section.value, problems);
  if (section.value.entries.size() > kHeaders) {
    Report(section, "must be at most 64", problems);
  }
  for (const YamlEntry& entry : section.value.entries) {
    std::string fault = FaultOfHeader(entry.key, headers);
    if (!fault.empty()) {
      problems.Add(entry.at, std::move(fault));
      continue;
    }
    const YamlEntry value{section.key + ".<name>", entry.at, entry.value};
    if (const YamlValue* text = FindText(value, problems)) {
      headers[entry.key] = text->text;
      if (ContainsPlaceholder(text->text)) {
        Report(value, kPlaceholder, problems);
      }
    }
  }
}

Field Headers(std::map<std::string, std::string>& headers) {
  return {[&headers](const YamlEntry& section, ProblemList& problems) {
            ReadHeaders(section, problems, headers);
          },
          [&headers](std::string_view key, YAML::Emitter& out) {
            out << YAML::Key << std::string(key) << YAML::Value;
            if (headers.empty()) out << YAML::Flow;
            out << YAML::BeginMap;
            for (const auto& header : headers) {
              PrintQuoted(header.first, kMaskedSecret, out);
            }
            out << YAML::EndMap;
          }};
}

Field Proxy(std::optional<ProxyUrl>& proxy) {
  const auto parse =
      [](const std::string& text) -> Result<std::optional<ProxyUrl>> {
    if (text.empty()) return std::optional<ProxyUrl>();
    if (ContainsPlaceholder(text)) return Error{kPlaceholder};
    auto parsed = ParseProxyUrl(text);
    if (!parsed) return parsed.error();
    return std::optional(*std::move(parsed));
  };
  return Parsed(proxy, parse, [](const std::optional<ProxyUrl>& value) {
    return value ? value->Masked(kMaskedSecret) : std::string();
  });
}

Result<std::string> ParseServerName(const std::string& name) {
  if (name.empty() || ConsistsOf(name, ".-_:")) return name;
  return Error{"must be a host name, without scheme or port"};
}

}  // namespace

KeyTable TargetTable(TargetValues& values) {
  TargetConfig& target = values.target;
  ApiOptions& api = target.api;
  const ApiOptions usual;
  KeyTable table{
      "a target",
      {
          {"name", Parsed(target.name, ParseName, AsItIs)},
          {"url", Parsed(api.url, ParseBaseUrl, MaskUrl)},
          {"monitor_path", RequestPath(api.monitor_path, usual.monitor_path)},
          {"api_key", Secret(api.credential, CredentialKind::kApiKey)},
          {"api_key_file", SecretFile(api.credential, CredentialKind::kApiKey)},
          {"bearer_token",
           Secret(api.credential, CredentialKind::kBearerToken)},
          {"bearer_token_file",
           SecretFile(api.credential, CredentialKind::kBearerToken)},
          {"token_path", RequestPath(api.token_path, usual.token_path)},
          {"timezone", Parsed(target.calls.timezone, TimeZone::Parse,
                              std::mem_fn(&TimeZone::Text))},
          {"call_time_zone", Choice(target.calls.call_time_zone,
                                    {{"stated", ZoneChoice::kStated},
                                     {"configured", ZoneChoice::kConfigured}})},
          {"max_response_size",
           ByteSize(api.max_response_size, kResponseSizes)},
          {"allow_plain_http", Flag(target.allow_plain_http)},
          {"headers", Headers(api.headers)},
          {"proxy_url", Proxy(api.proxy_url)},
          {"tls_config", Nested(TlsTable(api.tls))},
          {"queues",
           Nested(QueuesTable(target.queues, "`queues` of a target"))},
      }};
  for (Key& key : TimeKeys(values.times)) table.keys.push_back(std::move(key));
  return table;
}

KeyTable TlsTable(TlsOptions& tls) {
  return {"`tls_config` of a target",
          {
              {"ca_file", Path(tls.ca_file)},
              {"cert_file", Path(tls.cert_file)},
              {"key_file", Path(tls.key_file)},
              {"server_name", Parsed(tls.server_name, ParseServerName, AsItIs)},
              {"insecure_skip_verify", Flag(tls.insecure_skip_verify)},
              {"min_version",
               Choice(tls.min_version, {{"TLS12", TlsVersion::kTls12},
                                        {"TLS13", TlsVersion::kTls13}})},
          }};
}

}  // namespace pitel
