#include "calls/phone_number.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

TEST(NormalizeNumber, KeepsDigitsOnly) {
  EXPECT_EQ(NormalizeNumber("090-000 (01.02)", "107"), "0900000102");
  EXPECT_EQ(NormalizeNumber("sip:anonymous@x", "107"), "");
  EXPECT_EQ(NormalizeNumber("", "107"), "");
}

TEST(NormalizeNumber, TurnsTheCountryCodeIntoAZero) {
  EXPECT_EQ(NormalizeNumber("+84900000102", ""), "0900000102");
  EXPECT_EQ(NormalizeNumber("84900000102", ""), "0900000102");
  EXPECT_EQ(NormalizeNumber("0084900000102", ""), "0900000102");
  EXPECT_EQ(NormalizeNumber("0084", ""), "");
}

TEST(NormalizeNumber, LeavesAShortNumberThatBeginsWith84) {
  EXPECT_EQ(NormalizeNumber("8412345678", ""), "8412345678");
  EXPECT_EQ(NormalizeNumber("84123456789", ""), "0123456789");
}

TEST(NormalizeNumber, IsEmptyForTheRowsOwnExtension) {
  EXPECT_EQ(NormalizeNumber("107", "107"), "");
  EXPECT_EQ(NormalizeNumber("1-07", "ext. 107"), "");
  EXPECT_EQ(NormalizeNumber("1107", "107"), "1107");
  // Compared before the country code is taken off.
  EXPECT_EQ(NormalizeNumber("0900000102", "84900000102"), "0900000102");
}

TEST(NormalizeNumber, KnowsOneSubscriberInEveryNotation) {
  for (const char* number : {"0900000001",
                             "900000001",
                             "84900000001",
                             "+84900000001",
                             "0084900000001",
                             "+84 (0) 900 000 001",
                             "+84(0)900000001",
                             "840900000001",
                             "sip:0900000001@example.com",
                             "SIP:0900000001@pbx1.example.com:5080",
                             "sip:0900000001@203.0.113.5",
                             "sips:+84900000001@example.com;user=phone",
                             "sip:0900000001",
                             "sip:%2B84900000001@192.0.2.1",
                             "sip:0900000001:pw9@192.0.2.1",
                             "sip:0900000001;npdi@192.0.2.1?x=7",
                             "0900000001@192.0.2.1",
                             "tel:+84900000001;phone-context=+84",
                             "sip:0900000001?x=7",
                             "sip:090000000%31@192.0.2.1",
                             "\"Room 12\" < sip:0900000001@192.0.2.1 >",
                             "tel:0900000001",
                             "<sip:0900000001@192.0.2.1>;tag=17",
                             "\"Room 12\" <sip:0900000001@192.0.2.1>",
                             " 0900 000 001 "}) {
    EXPECT_EQ(NormalizeNumber(number, "107"), "0900000001") << number;
  }
}

TEST(NormalizeNumber, GivesServiceNumbersNoLeadingZero) {
  for (const char* number : {"19001234", "8419001234", "+84 1900 1234",
                             "008419001234", "sip:19001234@example.com"}) {
    EXPECT_EQ(NormalizeNumber(number, ""), "19001234") << number;
  }
  EXPECT_EQ(NormalizeNumber("841800123456", ""), "1800123456");
}

TEST(NormalizeNumber, LeavesOtherNumbersAsTheyAre) {
  for (const char* number :
       {"24052364", "100000001", "2838123456", "8412345"}) {
    EXPECT_EQ(NormalizeNumber(number, ""), number);
  }
}

TEST(NormalizeNumber, RemovesTheCountryCodeFromAShortNumberWithItsZero) {
  EXPECT_EQ(NormalizeNumber("840123456", "107"), "0123456");
}

TEST(NormalizeNumber, IsEmptyForTextThatIdentifiesNobody) {
  for (const char* text :
       {"anonymous", "Unknown", "RESTRICTED", "withheld", "Private",
        "unavailable", "unassigned", "0", "0000000000", "+0",
        "sip:anonymous@anonymous.invalid", "sip:Anonymous@192.0.2.1:5060",
        "\"Anonymous\" <sip:anonymous@192.0.2.1>", "sip:@192.0.2.1"}) {
    EXPECT_EQ(NormalizeNumber(text, "107"), "") << text;
  }
}

}  // namespace
}  // namespace pitel
