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
  EXPECT_EQ(NormalizeNumber("0084", ""), "0");
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

}  // namespace
}  // namespace pitel
