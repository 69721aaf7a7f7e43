#include "app/only_tenant.h"

#include <algorithm>
#include <string_view>

#include "endpoint/folding.h"

namespace pitel {

// Every row of a response is part of an extension in some state. Series of 0
// belong to tenants that earlier responses showed.
std::string OnlyTenant(const std::vector<Family>& gauges) {
  const auto extensions =
      std::ranges::find_if(gauges, [](const Family& family) {
        return family.header().name == "pitel_extensions";
      });
  if (extensions == gauges.end()) return "";
  const std::size_t labels = extensions->header().label_names.size();
  std::string_view only;
  for (std::size_t i = 0; i < extensions->values.size(); ++i) {
    if (extensions->values[i] == 0) continue;
    const std::string_view tenant = extensions->label_values[i * labels];
    if (!only.empty() && only != tenant) return "";
    only = tenant;
  }
  return only == kOtherLabel ? "" : std::string(only);
}

}  // namespace pitel
