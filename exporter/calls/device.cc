#include "calls/device.h"

#include <algorithm>

#include "base/text.h"

namespace pitel {

std::uint8_t DeviceOf(std::string_view user_agent) {
  const auto* const end =
      std::find_if(user_agent.begin(), user_agent.end(),
                   [](char c) { return c == '/' || c == ' '; });
  const std::string_view product(user_agent.begin(), end);
  if (product.empty()) return kUnknownDevice;
  for (std::uint8_t device = 0; device < kOtherDevice; ++device) {
    if (EqualsIgnoringCase(product, kDevices[device])) return device;
  }
  return kOtherDevice;
}

}  // namespace pitel
