#pragma once

#include <optional>

#include "fetch/api_options.h"
#include "fetch/failure.h"

namespace pitel {

// What the status of a response says by itself: absent for 2xx, else why the
// request failed and what an operator may do about it.
std::optional<Failure> FailureOfStatus(Operation operation, int status,
                                       CredentialKind credential);

}  // namespace pitel
