#include "calls/device.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace pitel {
namespace {

std::string_view Device(std::string_view user_agent) {
  return kDevices[DeviceOf(user_agent)];
}

TEST(DeviceOf, ReadsTheProductBeforeASlashOrSpace) {
  EXPECT_EQ(Device("Pitel/3.20.5"), "Pitel");
  EXPECT_EQ(Device("MicroSIP/3.21.3"), "MicroSIP");
  EXPECT_EQ(Device("Yealink SIP-T21P_E2 52.84.0.15"), "Yealink");
  EXPECT_EQ(Device("SIP.js/0.20.0"), "SIP.js");
}

TEST(DeviceOf, IgnoresCase) {
  EXPECT_EQ(Device("GRANDSTREAM HT801"), "Grandstream");
  EXPECT_EQ(Device("jssip 3.9"), "JsSIP");
}

TEST(DeviceOf, DistinguishesOtherFromUnknown) {
  EXPECT_EQ(Device("Asterisk PBX"), "other");
  EXPECT_EQ(Device("PitelX/1"), "other");
  EXPECT_EQ(Device("/1.0"), "unknown");
  EXPECT_EQ(Device(""), "unknown");
}

TEST(Devices, AreOrderedByBytes) {
  EXPECT_TRUE(std::is_sorted(std::begin(kDevices), std::end(kDevices)));
}

}  // namespace
}  // namespace pitel
