// Every key of the configuration, by the mapping it stands in.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace pitel {

using ConfigKeys = std::span<const std::string_view>;

inline constexpr std::string_view kRootKeys[] = {
    "poll", "targets", "target_files", "calls", "limits", "tenants"};

inline constexpr std::string_view kPollKeys[] = {"interval", "timeout",
                                                 "max_age"};

inline constexpr std::string_view kTargetKeys[] = {"name",
                                                   "url",
                                                   "monitor_path",
                                                   "api_key",
                                                   "api_key_file",
                                                   "bearer_token",
                                                   "bearer_token_file",
                                                   "token_path",
                                                   "timezone",
                                                   "call_time_zone",
                                                   "max_response_size",
                                                   "allow_plain_http",
                                                   "headers",
                                                   "proxy_url",
                                                   "tls_config",
                                                   "interval",
                                                   "timeout",
                                                   "max_age"};

inline constexpr std::string_view kTlsKeys[] = {"ca_file",
                                                "cert_file",
                                                "key_file",
                                                "server_name",
                                                "insecure_skip_verify",
                                                "min_version"};

inline constexpr std::string_view kCallsKeys[] = {
    "stale_ringing_after", "stale_oncall_after", "caller_key", "grace",
    "series_ttl"};

inline constexpr std::string_view kLimitsKeys[] = {"tenants", "servers",
                                                   "series", "tracked_calls"};

inline constexpr std::string_view kTenantsKeys[] = {"include", "exclude"};

struct ConfigSection {
  std::string_view name;  // where it stands, in words; "" for the file's top
  ConfigKeys keys;
};

inline constexpr ConfigSection kConfigSections[] = {
    {"", kRootKeys},
    {"`poll`", kPollKeys},
    {"a target", kTargetKeys},
    {"`tls_config` of a target", kTlsKeys},
    {"`calls`", kCallsKeys},
    {"`limits`", kLimitsKeys},
    {"`tenants`", kTenantsKeys},
};

// The key of `keys` that `key` is most likely a slip of the pen for, or "".
std::string_view NearestKey(std::string_view key, ConfigKeys keys);

// What an operator may have meant by a key that is not among `keys`, as the
// end of a message: ": did you mean `interval`?", ": it belongs to `calls`",
// or a list of what there is.
std::string SuggestKey(std::string_view key, ConfigKeys keys);

// The least number of insertions, deletions, replacements and swaps of
// neighbours that make one text of the other.
std::size_t EditDistance(std::string_view a, std::string_view b);

}  // namespace pitel
