#include "calls/device.h"

#include "base/text.h"

namespace pitel {

std::uint8_t DeviceOf(std::string_view user_agent) {
  const std::string_view product =
      user_agent.substr(0, user_agent.find_first_of("/ "));
  if (product.empty()) return kUnknownDevice;
  for (std::uint8_t device = 0; device < kOtherDevice; ++device) {
    if (EqualsIgnoringCase(product, kDevices[device])) return device;
  }
  return kOtherDevice;
}

}  // namespace pitel
