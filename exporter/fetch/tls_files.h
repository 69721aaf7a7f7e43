#pragma once

#include <filesystem>
#include <utility>
#include <vector>

#include "base/result.h"
#include "fetch/api_options.h"

namespace pitel {

using FileError = std::pair<std::filesystem::path, Error>;

// What is wrong with the files of `tls`, read as for a connection.
std::vector<FileError> CheckTlsFiles(const TlsOptions& tls);

}  // namespace pitel
