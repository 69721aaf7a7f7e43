#include "config/config_check.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>

#include "config/series_ceiling.h"
#include "config/units.h"
#include "fetch/secret.h"
#include "fetch/tls_files.h"

namespace pitel {
namespace {

std::string CredentialInWords(const Credential& credential) {
  const std::string kind =
      credential.kind == CredentialKind::kApiKey ? "API key" : "bearer token";
  if (credential.file.empty()) return kind + " in the configuration";
  return kind + " in " + credential.file.string();
}

std::string TargetInWords(const TargetConfig& target) {
  const PollTimes& poll = target.poll;
  return "\ntarget " + target.name + "\n  url         " +
         target.api.url.Text() + "\n  interval    " +
         FormatDuration(poll.interval) + ", timeout " +
         FormatDuration(poll.timeout) + ", max_age " +
         FormatDuration(poll.max_age) + "\n  credential  " +
         CredentialInWords(target.api.credential) + "\n  series      at most " +
         std::to_string(SeriesCeiling(target.calls, target.queues)) + "\n";
}

// An API key is a UUID, a bearer token begins like this, and so does a hash.
bool LooksSecret(const std::string& name) {
  const bool is_long = name.size() >= 32 && name.find('.') == name.npos;
  return is_long || name.starts_with("eyJ") || name.starts_with("Bearer ") ||
         name.starts_with("$");
}

// The file for a message. Its name may be a secret that was meant for another
// key, and a secret may contain slashes.
std::filesystem::path WithoutSecret(const std::filesystem::path& file) {
  if (std::ranges::none_of(file, LooksSecret)) return file;
  return "<not shown: it looks like a secret>";
}

// The rule of thumb for queues, if they are polled.
std::string QueuesInWords(const Config& config) {
  const bool polled = std::ranges::any_of(
      config.targets, [](const auto& t) { return t.queues.enabled; });
  if (!polled) return "";
  return std::to_string(kSeriesPerQueue) + " for each queue, ";
}

}  // namespace

std::string ConfigSummary(const Config& config) {
  const std::size_t count = config.targets.size();
  std::string text = "The configuration is valid: " + std::to_string(count) +
                     (count == 1 ? " target.\n" : " targets.\n");
  std::uint64_t ceiling = kProcessSeries;
  for (const TargetConfig& target : config.targets) {
    text += TargetInWords(target);
    ceiling += SeriesCeiling(target.calls, target.queues);
  }
  text += "\nSeries: at most " + std::to_string(ceiling) +
          " in all, by `limits`.\nRule of thumb: " +
          std::to_string(kUsualSeries.per_pair) +
          " for each tenant on each server, " +
          std::to_string(kUsualSeries.per_tenant) + " for each tenant, " +
          QueuesInWords(config) + std::to_string(kUsualSeries.per_target) +
          " for each target.\n";
  return text;
}

std::string WebConfigSummary(const WebConfig& web) {
  const std::size_t users = web.users.size();
  std::string text = web.tls ? "TLS" : "no TLS";
  text += ", " + std::to_string(users) + (users == 1 ? " user" : " users");
  if (web.rate_limit.interval.count() > 0) text += ", a rate limit";
  return "Web configuration: " + text + ".\n";
}

ConfigProblems CheckSecretFiles(const Config& config) {
  ConfigProblems problems;
  for (const TargetConfig& target : config.targets) {
    const auto report = [&](const std::filesystem::path& file,
                            const Error& error) {
      problems.push_back({WithoutSecret(file),
                          {},
                          error.message + " (for target " + target.name + ")"});
    };
    const Credential& credential = target.api.credential;
    if (!credential.file.empty()) {
      const auto secret = ReadSecretFile(credential.file, credential.kind);
      if (!secret) report(credential.file, secret.error());
    }
    for (const auto& [file, error] : CheckTlsFiles(target.api.tls)) {
      report(file, error);
    }
  }
  return problems;
}

}  // namespace pitel
