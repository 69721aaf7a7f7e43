#include "config/target_files.h"

#include <glob.h>

#include <cerrno>
#include <new>
#include <set>
#include <string_view>
#include <system_error>

#include "base/text.h"

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

Result<std::vector<std::string>> Matches(const std::string& pattern) {
  glob_t found{};
  const int status = glob(pattern.c_str(), GLOB_NOSORT, IsFault, &found);
  const int reason = errno;
  std::vector<std::string> matches;
  if (status == 0) {
    matches.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  }
  globfree(&found);
  if (status == GLOB_NOSPACE) throw std::bad_alloc();
  if (status != GLOB_ABORTED) return matches;
  return Error{"(" + Quoted(pattern) + ") has a folder that cannot be read: " +
               std::generic_category().message(reason)};
}

}  // namespace

Result<std::vector<std::filesystem::path>> FindTargetFiles(
    const std::vector<std::string>& patterns,
    const std::filesystem::path& folder) {
  std::set<std::filesystem::path> files;
  for (const auto& pattern : patterns) {
    if (pattern.find_first_of(kWildcards) == pattern.npos) {
      files.insert((folder / pattern).lexically_normal());
      continue;
    }
    const bool absolute = pattern.starts_with('/');
    const auto matches =
        Matches(absolute ? pattern : Escaped(folder.string()) + pattern);
    if (!matches) return matches.error();
    for (const auto& match : *matches) {
      files.insert(std::filesystem::path(match).lexically_normal());
    }
  }
  return std::vector(files.begin(), files.end());
}

}  // namespace pitel
