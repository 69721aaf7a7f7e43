#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "config/config.h"

namespace pitel {

// What --config.check prints of a valid configuration: the targets, where their
// credentials come from, and how many series to expect. Holds no secret.
std::string ConfigSummary(const Config& config);

// Reads a secret from a file as the polls will: ReadSecretFile of fetch.
using SecretReader = std::function<Result<std::string>(
    const std::filesystem::path& file, CredentialKind kind)>;

// The files named by the configuration that could not be used now: those of
// credentials, in which `read_secret` finds no secret, and those of tls_config,
// which must be readable and not empty. Called before start.
ConfigProblems CheckSecretFiles(const Config& config,
                                const SecretReader& read_secret);

}  // namespace pitel
