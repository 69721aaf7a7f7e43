#include <algorithm>
#include <string>
#include <string_view>

#include "base/text.h"
#include "config/api_section.h"
#include "config/byte_size.h"
#include "config/config.h"
#include "config/duration.h"
#include "config/target_defaults.h"
#include "fetch/proxy_url.h"

namespace pitel {
namespace {

// Block style, two spaces a level; text is always in quotes.
class YamlWriter {
 public:
  void Open(std::string_view key) {
    Begin(key);
    text_ += '\n';
    indent_ += 2;
  }
  void Close() { indent_ -= 2; }

  // The next line begins an item of the open list.
  void BeginItem() {
    indent_ += 2;
    item_ = true;
  }
  void EndItem() { indent_ -= 2; }

  void Text(std::string_view key, std::string_view value) {
    Raw(key, DoubleQuoted(value));
  }
  void Flag(std::string_view key, bool value) {
    Raw(key, value ? "true" : "false");
  }
  void Count(std::string_view key, std::size_t value) {
    Raw(key, std::to_string(value));
  }
  void Duration(std::string_view key, std::chrono::nanoseconds value) {
    Raw(key, FormatDuration(value));
  }
  void Texts(std::string_view key, const std::vector<std::string>& values) {
    std::string list;
    for (const auto& value : values) {
      list += (list.empty() ? "" : ", ") + DoubleQuoted(value);
    }
    Raw(key, "[" + list + "]");
  }
  void Raw(std::string_view key, std::string_view value) {
    Begin(key);
    text_ += ' ';
    text_ += value;
    text_ += '\n';
  }

  std::string Take() { return std::move(text_); }

 private:
  void Begin(std::string_view key) {
    std::string margin(indent_, ' ');
    if (item_) margin[indent_ - 2] = '-';
    item_ = false;
    text_ += margin;
    text_ += key;
    text_ += ':';
  }

  std::string text_;
  std::size_t indent_ = 0;
  bool item_ = false;
};

// Gateways put keys into path prefixes, so the path is masked.
std::string MaskUrl(const BaseUrl& url) {
  return url.path.empty() ? url.Origin()
                          : url.Origin() + "/" + std::string(kMaskedSecret);
}

// Gateways also take keys in queries: masks the values, and any part that is
// not `name=value`. The default path is shown as it is.
std::string MaskPath(const std::string& path, const std::string& usual) {
  if (path == usual) return path;
  const auto query = std::min(path.find('?'), path.size());
  std::string masked = path.substr(0, query);
  for (auto part = query; part < path.size();) {
    const auto next = std::min(path.find('&', part + 1), path.size());
    const auto equals = path.find('=', part);
    masked += path[part];
    if (equals < next) masked += path.substr(part + 1, equals - part);
    if (next - part > 1) masked += kMaskedSecret;
    part = next;
  }
  return masked;
}

void WriteCredential(const Credential& credential, YamlWriter& out) {
  const std::string key =
      credential.kind == CredentialKind::kApiKey ? "api_key" : "bearer_token";
  if (credential.file.empty()) {
    out.Text(key, kMaskedSecret);
  } else {
    out.Text(key + "_file", credential.file.string());
  }
}

void WriteHeaders(const std::map<std::string, std::string>& headers,
                  YamlWriter& out) {
  if (headers.empty()) return out.Raw("headers", "{}");
  out.Open("headers");
  for (const auto& [name, value] : headers) {
    out.Text(DoubleQuoted(name), kMaskedSecret);
  }
  out.Close();
}

void WriteTls(const TlsOptions& tls, YamlWriter& out) {
  out.Open("tls_config");
  out.Text("ca_file", tls.ca_file.string());
  out.Text("cert_file", tls.cert_file.string());
  out.Text("key_file", tls.key_file.string());
  out.Text("server_name", tls.server_name);
  out.Flag("insecure_skip_verify", tls.insecure_skip_verify);
  out.Raw("min_version",
          tls.min_version == TlsVersion::kTls13 ? "TLS13" : "TLS12");
  out.Close();
}

void WriteTarget(const TargetConfig& target, YamlWriter& out) {
  out.BeginItem();
  out.Text("name", target.name);
  const ApiOptions usual;
  out.Text("url", MaskUrl(target.api.url));
  out.Text("monitor_path",
           MaskPath(target.api.monitor_path, usual.monitor_path));
  WriteCredential(target.api.credential, out);
  out.Text("token_path", MaskPath(target.api.token_path, usual.token_path));
  out.Text("timezone", target.calls.timezone);
  out.Raw("call_time_zone", target.calls.call_time_zone == ZoneChoice::kStated
                                ? "stated"
                                : "configured");
  out.Raw("max_response_size", FormatByteSize(target.api.max_response_size));
  out.Flag("allow_plain_http", target.allow_plain_http);
  WriteHeaders(target.api.headers, out);
  out.Text("proxy_url", MaskProxyUrl(target.api.proxy_url, kMaskedSecret));
  WriteTls(target.api.tls, out);
  out.Duration("interval", target.poll.interval);
  out.Duration("timeout", target.poll.timeout);
  out.Duration("max_age", target.poll.max_age);
  out.EndItem();
}

std::string_view ToString(CallerKey key) {
  switch (key) {
    case CallerKey::kPair:
      return "pair";
    case CallerKey::kCidNum:
      return "cid_num";
    case CallerKey::kBCidNum:
      return "b_cid_num";
    case CallerKey::kCallId:
      return "call_id";
  }
  return "";
}

void WriteCallRules(const Config& config, YamlWriter& out) {
  const CallRules rules =
      config.targets.empty() ? CallRules() : config.targets.front().calls;
  // Left out, it follows each target's interval again when read back.
  const bool default_grace = std::all_of(
      config.targets.begin(), config.targets.end(), [](const auto& target) {
        return target.calls.grace == DefaultGrace(target.calls.interval);
      });
  out.Open("calls");
  out.Duration("stale_ringing_after", rules.stale_ringing_after);
  out.Duration("stale_oncall_after", rules.stale_oncall_after);
  out.Raw("caller_key", ToString(rules.caller_key));
  if (default_grace) {
    out.Raw("# grace", "max(2 x interval, 30s), by target");
  } else {
    out.Duration("grace", rules.grace);
  }
  out.Duration("series_ttl", rules.series_ttl);
  out.Close();
  out.Open("limits");
  out.Count("tenants", rules.limits.tenants);
  out.Count("servers", rules.limits.servers);
  out.Count("series", rules.limits.series);
  out.Count("tracked_calls", rules.tracked_calls);
  out.Close();
  out.Open("tenants");
  out.Texts("include", rules.tenants.include);
  out.Texts("exclude", rules.tenants.exclude);
  out.Close();
}

}  // namespace

std::string EffectiveConfig(const Config& config) {
  YamlWriter out;
  if (config.targets.empty()) {
    out.Raw("targets", "[]");
  } else {
    out.Open("targets");
    for (const auto& target : config.targets) WriteTarget(target, out);
    out.Close();
  }
  WriteCallRules(config, out);
  return out.Take();
}

}  // namespace pitel
