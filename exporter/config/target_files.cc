#include "config/target_files.h"

#include <glob.h>

#include <set>
#include <string_view>

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

std::vector<std::string> Matches(const std::string& pattern) {
  glob_t found{};
  std::vector<std::string> matches;
  if (glob(pattern.c_str(), GLOB_NOSORT, nullptr, &found) == 0) {
    matches.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  }
  globfree(&found);
  return matches;
}

}  // namespace

std::vector<std::filesystem::path> FindTargetFiles(
    const std::vector<std::string>& patterns,
    const std::filesystem::path& folder) {
  std::set<std::filesystem::path> files;
  for (const auto& pattern : patterns) {
    if (pattern.find_first_of(kWildcards) == pattern.npos) {
      files.insert((folder / pattern).lexically_normal());
      continue;
    }
    const bool absolute = pattern.starts_with('/');
    for (const auto& match :
         Matches(absolute ? pattern : Escaped(folder.string()) + pattern)) {
      files.insert(std::filesystem::path(match).lexically_normal());
    }
  }
  return {files.begin(), files.end()};
}

}  // namespace pitel
