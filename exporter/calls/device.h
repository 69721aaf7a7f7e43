#pragma once

#include <cstdint>
#include <string_view>

namespace pitel {

// Label values of `device`, in the order of their bytes.
inline constexpr std::string_view kDevices[] = {
    "Bria",     "Cisco",    "Fanvil", "Grandstream", "JsSIP",
    "Linphone", "MicroSIP", "Pitel",  "Polycom",     "SIP.js",
    "Snom",     "Yealink",  "Zoiper", "other",       "unknown"};
inline constexpr std::size_t kDeviceCount = std::size(kDevices);
inline constexpr std::uint8_t kOtherDevice = kDeviceCount - 2;
inline constexpr std::uint8_t kUnknownDevice = kDeviceCount - 1;

// The index in kDevices of a user agent such as "MicroSIP/3.21.3". The text
// before the first slash or space decides, ignoring case.
std::uint8_t DeviceOf(std::string_view user_agent);

}  // namespace pitel
