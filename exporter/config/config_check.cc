#include "config/config_check.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <system_error>

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
         target.api.url.Origin() + "\n  interval    " +
         FormatDuration(poll.interval) + ", timeout " +
         FormatDuration(poll.timeout) + ", max_age " +
         FormatDuration(poll.max_age) + "\n  credential  " +
         CredentialInWords(target.api.credential) + "\n  series      at most " +
         std::to_string(SeriesCeiling(target.calls, target.queues)) + "\n";
}

// The part of the path that exists, as a message shows it: the rest may be a
// secret that was meant for another key.
std::filesystem::path ExistingPart(const std::filesystem::path& file) {
  std::error_code ignored;
  std::filesystem::path part = file;
  while (part.has_relative_path() && !std::filesystem::exists(part, ignored)) {
    part = part.parent_path();
  }
  return part == file ? file : part / "...";
}

const char* KeyOf(const std::filesystem::path& file, const TlsOptions& tls) {
  if (file == tls.ca_file) return "ca_file";
  return file == tls.cert_file ? "cert_file" : "key_file";
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
                            const Error& error, const std::string& key) {
      problems.push_back(
          {ExistingPart(file),
           {},
           error.message + " (`" + key + "` of target " + target.name + ")"});
    };
    const Credential& credential = target.api.credential;
    if (!credential.file.empty()) {
      const auto secret = ReadSecretFile(credential.file, credential.kind);
      if (!secret) {
        report(credential.file, secret.error(),
               credential.kind == CredentialKind::kApiKey
                   ? "api_key_file"
                   : "bearer_token_file");
      }
    }
    for (const auto& [file, error] : CheckTlsFiles(target.api.tls)) {
      report(file, error, KeyOf(file, target.api.tls));
    }
  }
  return problems;
}

}  // namespace pitel
