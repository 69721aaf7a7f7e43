#pragma once

#include <string>

#include "config/config.h"
#include "config/problem_list.h"
#include "config/web_config.h"

namespace pitel {

// What --config.check prints of a valid configuration: the targets, where their
// credentials come from, and how many series to expect. Contains no secret.
std::string ConfigSummary(const Config& config);

// The same for a web configuration: "Web configuration: TLS, 2 users.".
std::string WebConfigSummary(const WebConfig& web);

// The files named by the configuration that could not be used now: those of
// credentials, each of which must contain a secret of its kind, and those of
// tls_config, which must contain certificates and a key. Called before start.
ConfigProblems CheckSecretFiles(const Config& config);

}  // namespace pitel
