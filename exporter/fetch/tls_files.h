#pragma once

#include <filesystem>
#include <optional>

#include "base/result.h"

namespace pitel {

// What is wrong with a file of certificates in PEM form, if anything.
std::optional<Error> CheckCertificates(const std::filesystem::path& file);

// The same of a file with the private key of the first certificate in the file
// `certificate`, unless that one is wrong itself.
std::optional<Error> CheckPrivateKey(const std::filesystem::path& file,
                                     const std::filesystem::path& certificate);

}  // namespace pitel
