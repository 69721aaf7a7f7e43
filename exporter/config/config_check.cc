#include "config/config_check.h"

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "config/duration.h"
#include "config/series_ceiling.h"
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

void AppendLine(std::string& text, std::string_view title,
                const std::string& value) {
  text += "  ";
  text += title;
  text += std::string(12 - title.size(), ' ') + value + "\n";
}

void AppendTarget(std::string& text, const TargetConfig& target) {
  text += "\ntarget " + target.name + "\n";
  AppendLine(text, "url", target.api.url.Text());
  AppendLine(text, "interval",
             FormatDuration(target.poll.interval) + ", timeout " +
                 FormatDuration(target.poll.timeout) + ", max_age " +
                 FormatDuration(target.poll.max_age));
  AppendLine(text, "credential", CredentialInWords(target.api.credential));
  AppendLine(text, "series",
             "at most " + std::to_string(SeriesCeiling(target.calls)));
}

}  // namespace

std::string ConfigSummary(const Config& config) {
  const std::size_t count = config.targets.size();
  std::string text = "The configuration is valid: " + std::to_string(count) +
                     (count == 1 ? " target.\n" : " targets.\n");
  std::uint64_t ceiling = kProcessSeries;
  for (const TargetConfig& target : config.targets) {
    AppendTarget(text, target);
    ceiling += SeriesCeiling(target.calls);
  }
  text += "\nSeries: at most " + std::to_string(ceiling) +
          " in all, by `limits`.\nRule of thumb: " +
          std::to_string(kUsualSeries.per_pair) +
          " for each tenant on each server, " +
          std::to_string(kUsualSeries.per_tenant) + " for each tenant, " +
          std::to_string(kUsualSeries.per_target) + " for each target.\n";
  return text;
}

ConfigProblems CheckSecretFiles(const Config& config) {
  ConfigProblems problems;
  for (const TargetConfig& target : config.targets) {
    const auto report = [&](const std::filesystem::path& file,
                            const Error& error) {
      problems.push_back(
          {file, 0, 0, error.message + " (for target " + target.name + ")"});
    };
    const Credential& credential = target.api.credential;
    if (!credential.file.empty()) {
      const auto secret = ReadSecretFile(credential.file, credential.kind);
      if (!secret) report(credential.file, secret.error());
    }
    const TlsOptions& tls = target.api.tls;
    for (const auto& file : {tls.ca_file, tls.cert_file}) {
      if (file.empty()) continue;
      if (const auto error = CheckCertificates(file)) report(file, *error);
    }
    if (tls.key_file.empty()) continue;
    if (const auto error = CheckPrivateKey(tls.key_file, tls.cert_file)) {
      report(tls.key_file, *error);
    }
  }
  return problems;
}

}  // namespace pitel
