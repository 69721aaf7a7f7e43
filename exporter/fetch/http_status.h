#pragma once

#include <optional>

#include "fetch/api_options.h"
#include "fetch/failure.h"

namespace pitel {

// The failure that the status of a response stands for, with advice for an
// operator; absent for 2xx.
std::optional<Failure> FailureOfStatus(Operation operation, int status,
                                       CredentialKind credential);

}  // namespace pitel
