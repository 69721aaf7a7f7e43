// The version of this build, set when it is configured (version.cc.in). Tested
// in command_line_test.cc.
#pragma once

#include <string_view>

namespace pitel {

struct Version {
  std::string_view number;    // "0.1.0"
  std::string_view revision;  // of git, or "unknown"
  std::string_view compiler;  // "GNU 12.2.0"
};

extern const Version kVersion;

}  // namespace pitel
