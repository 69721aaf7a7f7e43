#include "doctor/number_pseudonyms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "calls/phone_number.h"

namespace pitel {
namespace {

using ::testing::MatchesRegex;
using ::testing::StartsWith;

std::string Normalized(const std::string& number) {
  return NormalizeNumber(number, "");
}

// In all the forms in which hosts write a number.
std::vector<std::string> FormsOf(const std::string& bare) {
  const std::string grouped = bare.substr(0, 3) + " " + bare.substr(3);
  return {bare,
          "0" + bare,
          "84" + bare,
          "+84" + bare,
          "0084" + bare,
          "+84 (0) " + grouped,
          "sip:0" + bare + "@192.0.2.1:5060",
          "\"A name\" <sips:+84" + bare + "@host.example.com;transport=tls>",
          "tel:+84" + bare + ";phone-context=84",
          "0" + bare + "@192.0.2.1"};
}

TEST(NumberPseudonyms, OfOneNumberAreOneNumberInEachForm) {
  const NumberPseudonyms pseudonyms;
  for (const char* bare :
       {"900000001", "912345678", "812040084", "281234567"}) {
    const std::string expected =
        Normalized(pseudonyms.OfNumber("0" + std::string(bare)));
    EXPECT_NE(expected, "0" + std::string(bare));
    for (const std::string& form : FormsOf(bare)) {
      const bool same = Normalized(form) == "0" + std::string(bare);
      EXPECT_EQ(Normalized(pseudonyms.OfNumber(form)) == expected, same)
          << form << " " << pseudonyms.OfNumber(form);
    }
  }
}

TEST(NumberPseudonyms, KeepTheForm) {
  const NumberPseudonyms pseudonyms;
  EXPECT_THAT(pseudonyms.OfNumber("0900000001"), MatchesRegex("0[0-9]{9}"));
  EXPECT_THAT(pseudonyms.OfNumber("84900000001"), MatchesRegex("84[0-9]{9}"));
  EXPECT_THAT(pseudonyms.OfNumber("+84 900 000 001"),
              MatchesRegex("\\+84[0-9]{9}"));
  EXPECT_THAT(pseudonyms.OfNumber("0084900000001"),
              MatchesRegex("0084[0-9]{9}"));
  EXPECT_THAT(pseudonyms.OfNumber("SIP:0900000001@192.0.2.1"),
              MatchesRegex("sip:0[0-9]{9}@pbx.example.com"));
}

TEST(NumberPseudonyms, KeepServiceNumbersRecognisable) {
  const NumberPseudonyms pseudonyms;
  EXPECT_THAT(pseudonyms.OfNumber("19001234"), MatchesRegex("1900[0-9]{4}"));
  EXPECT_THAT(pseudonyms.OfNumber("1800123456"), MatchesRegex("1800[0-9]{6}"));
  EXPECT_THAT(pseudonyms.OfNumber("8419001234"),
              StartsWith("84" + pseudonyms.OfNumber("19001234")));
}

TEST(NumberPseudonyms, KeepWhatNamesNobody) {
  const NumberPseudonyms pseudonyms;
  EXPECT_EQ(pseudonyms.OfNumber(""), "");
  EXPECT_EQ(pseudonyms.OfNumber("Nguyen Van A"), "anonymous");
  EXPECT_EQ(pseudonyms.OfNumber("sip:anonymous@anonymous.invalid"),
            "anonymous");
  EXPECT_EQ(Normalized(pseudonyms.OfNumber("0000000000")), "");
}

TEST(NumberPseudonyms, OfAnExtensionEqualThatOfTheNumber) {
  const NumberPseudonyms pseudonyms;
  for (const char* extension : {"7", "101", "0101", "1001", "900000001"}) {
    EXPECT_EQ(DigitsOfNumber(pseudonyms.OfNumber(extension)),
              pseudonyms.OfExtensionDigits(extension));
    EXPECT_EQ(DigitsOfNumber(pseudonyms.OfNumber(std::string("sip:") +
                                                 extension + "@192.0.2.1")),
              pseudonyms.OfExtensionDigits(extension));
  }
}

TEST(NumberPseudonyms, KeepNumbersOfAnyLengthAndDropTheRest) {
  const NumberPseudonyms pseudonyms;
  const std::string longest(500, '7');
  EXPECT_EQ(pseudonyms.OfNumber(longest).find(longest.substr(0, 20)),
            std::string::npos);
  EXPECT_LT(pseudonyms.OfNumber(longest).size(), 60u);
  EXPECT_EQ(pseudonyms.OfNumber("0084"), "0084");
}

// Random digits hit what rules about single forms overlook.
TEST(NumberPseudonyms, KeepWhatIsEqualAndWhatIsNot) {
  const NumberPseudonyms pseudonyms;
  std::minstd_rand random(1);
  const std::vector<std::string> starts = {
      "", "0", "84", "0084", "840", "00", "1900", "841800", "9"};
  std::map<std::string, std::string> by_number;
  std::map<std::string, std::string> originals;
  for (int i = 0; i < 20'000; ++i) {
    std::string digits = starts[random() % starts.size()];
    const std::size_t length = 1 + random() % 11;
    for (std::size_t d = 0; d < length; ++d) {
      digits += static_cast<char>('0' + random() % (i % 2 == 0 ? 10 : 2));
    }
    const std::string pseudonym = Normalized(pseudonyms.OfNumber(digits));
    const std::string number = Normalized(digits);
    const auto known = by_number.try_emplace(number, pseudonym).first;
    EXPECT_EQ(known->second, pseudonym) << digits;
    const auto original = originals.try_emplace(pseudonym, number).first;
    EXPECT_EQ(original->second, number) << digits;
  }
}

}  // namespace
}  // namespace pitel
