#include "serve/discovery.h"

#include "base/text.h"

namespace pitel {

std::string RenderDiscovery(const Overview& overview,
                            std::string_view address) {
  std::string json = "[";
  for (const TargetOverview& target : overview) {
    if (json.size() > 1) json += ",";
    json += "\n{\"targets\": [" + DoubleQuoted(address) +
            "], \"labels\": {\"__param_target\": " + DoubleQuoted(target.name) +
            "}}";
  }
  return json + "\n]\n";
}

}  // namespace pitel
