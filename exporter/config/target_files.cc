#include "config/target_files.h"

#include <glob.h>
#include <sys/stat.h>

#include <cerrno>
#include <new>
#include <string_view>
#include <system_error>

namespace pitel {
namespace {

constexpr std::string_view kWildcards = "*?[";

// The folder's own name may contain wildcards of glob.
std::string Escaped(const std::string& folder) {
  std::string escaped;
  for (const char c : folder) {
    if (c == '\\' || kWildcards.find(c) != kWildcards.npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

// Whether glob, which cannot read a folder for this reason, should give up.
int IsFault(const char* /*folder*/, int reason) {
  errno = reason;  // for the caller of glob
  return reason != ENOENT;
}

Error CannotRead(const char* what, int reason) {
  return {std::string("names a ") + what +
          " that cannot be read: " + std::generic_category().message(reason)};
}

Result<std::vector<std::filesystem::path>> Matches(const std::string& pattern) {
  glob_t found{};
  const int status = glob(pattern.c_str(), GLOB_NOSORT, IsFault, &found);
  const int reason = errno;
  std::vector<std::filesystem::path> matches;
  if (status == 0) {
    matches.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  }
  globfree(&found);
  if (status == GLOB_NOSPACE) throw std::bad_alloc();
  if (status == GLOB_ABORTED) return CannotRead("folder", reason);
  return matches;
}

}  // namespace

Result<std::vector<std::filesystem::path>> FindTargetFiles(
    const std::string& pattern, const std::filesystem::path& folder) {
  if (pattern.find_first_of(kWildcards) == pattern.npos) {
    const auto file = folder / pattern;
    struct stat status;
    if (stat(file.c_str(), &status) != 0) return CannotRead("file", errno);
    return std::vector{file};
  }
  const bool absolute = pattern.starts_with('/');
  return Matches(absolute ? pattern : Escaped(folder.string()) + pattern);
}

}  // namespace pitel
