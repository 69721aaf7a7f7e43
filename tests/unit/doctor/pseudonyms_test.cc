#include "doctor/pseudonyms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "calls/phone_number.h"

namespace pitel {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using enum MonitorField;

class PseudonymsTest : public ::testing::Test {
 protected:
  std::string Of(MonitorField field, std::string_view text) const {
    return pseudonyms_.Of(field, text);
  }

  const Pseudonyms pseudonyms_;
};

TEST_F(PseudonymsTest, ReplaceWhatIdentifies) {
  for (std::size_t i = 0; i < kMonitorFields; ++i) {
    const auto field = static_cast<MonitorField>(i);
    EXPECT_EQ(Of(field, ""), "") << ToString(field);
    const std::string pseudonym =
        Of(field, "Canary \"7741852963\" \\ \xc3\xa9");
    EXPECT_THAT(pseudonym, Not(HasSubstr("anary"))) << ToString(field);
    EXPECT_THAT(pseudonym, Not(HasSubstr("7741852963"))) << ToString(field);
    EXPECT_THAT(pseudonym, MatchesRegex("[-0-9A-Za-z.@_]*"));
  }
}

TEST_F(PseudonymsTest, OfEqualTextsAreEqual) {
  EXPECT_EQ(Of(kAgentName, "an"), Of(kUsername, "an"));
  EXPECT_NE(Of(kAgentName, "an"), Of(kAgentName, "binh"));
  EXPECT_EQ(Of(kCallId, "x"), Of(kCallId, "x"));
  EXPECT_NE(Of(kCallId, "x"), Of(kCallId, "X"));
  EXPECT_NE(Of(kAgentName, "an"), Pseudonyms().Of(kAgentName, "an"));
}

TEST_F(PseudonymsTest, OfIdsAreUuids) {
  EXPECT_THAT(Of(kCallId, "x"),
              MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-"
                           "[0-9a-f]{12}"));
}

TEST_F(PseudonymsTest, OfOneTenantAreEqual) {
  EXPECT_EQ(Of(kDomainName, "One.example.com."),
            Of(kDomainName, "one.example.com"));
  EXPECT_NE(Of(kDomainName, "one.example.com"),
            Of(kDomainName, "two.example.com"));
  EXPECT_EQ(Of(kDomainName, "."), "");
  EXPECT_EQ(Of(kDomainName, "Unknown"), "unknown");
}

TEST_F(PseudonymsTest, KeepKnownStatesAndDirectionsOnly) {
  EXPECT_EQ(Of(kCallState, "ringing"), "RINGING");
  EXPECT_EQ(Of(kCallState, "Nguyen"), "OTHER");
  EXPECT_EQ(Of(kDirection, "INBOUND"), "inbound");
  EXPECT_EQ(Of(kDirection, "1"), "other");
}

TEST_F(PseudonymsTest, KeepTheProductsOfKnownDevices) {
  EXPECT_EQ(Of(kUserAgent, "microsip/3.21.3"), "MicroSIP");
  EXPECT_EQ(Of(kUserAgent, "An's phone"), "other");
}

TEST_F(PseudonymsTest, KeepCallTimes) {
  for (const char* time :
       {"2024-05-06 09:00:00", "2024-05-06T09:00:00.123456Z",
        "0001-01-01T00:00:00Z", "2024-05-06 09:00:00+07:00"}) {
    EXPECT_EQ(Of(kCallTime, time), time);
  }
  EXPECT_EQ(Of(kCallTime, "2024-05-06T09:00:00.1234560900000001Z"),
            "2024-05-06T09:00:00.123456Z");
  EXPECT_THAT(Of(kCallTime, "0900000001"),
              MatchesRegex("unreadable-[0-9a-f]{16}"));
}

TEST_F(PseudonymsTest, OfExtensionsEqualThoseOfTheirNumbers) {
  EXPECT_EQ(Of(kExtension, "101"), Of(kCidNum, "101"));
  EXPECT_EQ(DigitsOf(Of(kExtension, "desk-101")), Of(kCidNum, "101"));
  EXPECT_NE(Of(kExtension, "desk-101"), Of(kExtension, "101"));
  EXPECT_NE(Of(kExtension, "desk-101"), Of(kExtension, "hall-101"));
  EXPECT_EQ(DigitsOf(Of(kExtension, "desk")), "");
}

}  // namespace
}  // namespace pitel
