#include "config/request_path.h"

#include <algorithm>

#include "base/text.h"
#include "config/fields.h"

namespace pitel {
namespace {

Result<std::string> ParsePath(const std::string& path) {
  if (!path.starts_with('/')) return Error{"must begin with /"};
  for (const char c : path) {
    if (c == '#') return Error{"must not contain a fragment (#...)"};
    if (!IsVisibleAscii(c)) {
      return Error{
          "contains a space or a character that is not ASCII: escape it (%20)"};
    }
  }
  return path;
}

// Gateways also take keys in queries: masks the values, and any part that is
// not `name=value`.
std::string MaskPath(const std::string& path) {
  const auto query = std::min(path.find('?'), path.size());
  std::string masked = path.substr(0, query);
  for (auto part = query; part < path.size();) {
    const auto next = std::min(path.find('&', part + 1), path.size());
    const auto equals = path.find('=', part);
    masked += path[part];
    if (equals < next) masked += path.substr(part + 1, equals - part);
    if (next - part > 1) masked += kMaskedSecret;
    part = next;
  }
  return masked;
}

}  // namespace

Field RequestPath(std::string& path, const std::string& usual) {
  return Parsed(path, ParsePath, [usual](const std::string& value) {
    return value == usual ? value : MaskPath(value);
  });
}

}  // namespace pitel
