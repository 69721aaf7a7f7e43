#include "simulator/quirky_values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "simulator/parsed_response.h"

namespace pitel::simulation {
namespace {

using std::chrono::hours;
using testing::Contains;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

constexpr int kDraws = 4000;  // every form occurs many times

std::string Trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == text.npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string Lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? char(c + 'a' - 'A') : c;
  return text;
}

// All texts that a client may read in place of a plain one.
std::set<std::string> FormsOf(const std::string& key, const std::string& text) {
  QuirkyValues values(7, hours(7));
  std::set<std::string> forms;
  for (int i = 0; i < kDraws; ++i) {
    std::string json = "{\"data\":[{\"" + key + "\":";
    values.Append(key, text, json);
    const auto response = ParseResponse(json + "}]}");
    forms.insert(Trimmed(response.rows.at(0).at(key)));
  }
  return forms;
}

std::set<std::string> InLowerCase(const std::set<std::string>& forms) {
  std::set<std::string> lower;
  for (const auto& form : forms) lower.insert(Lower(form));
  return lower;
}

// The digits of the user part of a URI.
std::string UserDigits(const std::string& form) {
  std::string digits;
  for (const char c : form.substr(0, form.find_first_of(";@"))) {
    if (c >= '0' && c <= '9') digits += c;
  }
  return digits;
}

TEST(QuirkyValues, WriteAMissingIdInEveryWay) {
  for (const char* key : {"call_id", "user_uuid"}) {
    const auto forms = FormsOf(key, "");
    EXPECT_EQ(InLowerCase(forms),
              (std::set<std::string>{"", "0", "-", "null", "none", "nil",
                                     "false", "undefined",
                                     "00000000-0000-0000-0000-000000000000"}));
    EXPECT_THAT(forms, Contains("NONE"));
    EXPECT_THAT(forms, Contains("Undefined"));
  }
}

TEST(QuirkyValues, LeaveIdsAsTheyAre) {
  EXPECT_EQ(FormsOf("call_id", "6fa2-Bc"), std::set<std::string>{"6fa2-Bc"});
}

TEST(QuirkyValues, WriteDomainsInAnyCaseAndWithAFinalDot) {
  const auto forms = FormsOf("domain_name", "t00001.example.com");
  EXPECT_EQ(InLowerCase(forms), (std::set<std::string>{"t00001.example.com",
                                                       "t00001.example.com."}));
  EXPECT_THAT(forms, Contains("T00001.EXAMPLE.COM."));
}

TEST(QuirkyValues, WriteWordsInAnyCase) {
  const auto forms = FormsOf("call_state", "RINGING");
  EXPECT_EQ(forms, (std::set<std::string>{"RINGING", "ringing"}));
  EXPECT_THAT(FormsOf("direction", "inbound"), Contains("Inbound"));
}

TEST(QuirkyValues, WriteACustomerNumberInManyForms) {
  for (const char* plain : {"0900012345", "84900012345"}) {
    const auto forms = FormsOf("cid_num", plain);
    std::set<std::string> digits;
    for (const auto& form : forms) digits.insert(UserDigits(form));
    EXPECT_EQ(digits, (std::set<std::string>{
                          "900012345", "0900012345", "84900012345",
                          "0084900012345", "840900012345", "00840900012345"}));
    EXPECT_THAT(forms, Contains(StartsWith("tel:+84")));
    EXPECT_THAT(forms, Contains(StartsWith("sips:")));
    EXPECT_THAT(forms, Contains(StartsWith("SIP:")));
    EXPECT_THAT(forms, Contains(EndsWith(";user=phone")));
    EXPECT_THAT(forms, Contains(HasSubstr("+84(0)900")));
    EXPECT_THAT(forms, Contains("84900012345"));
  }
}

TEST(QuirkyValues, WriteAServiceNumberWithACountryCodeButNoZero) {
  const auto forms = FormsOf("b_cid_num", "1900000017");
  std::set<std::string> digits;
  for (const auto& form : forms) digits.insert(UserDigits(form));
  EXPECT_EQ(digits, (std::set<std::string>{"1900000017", "841900000017",
                                           "00841900000017"}));
}

TEST(QuirkyValues, WriteExtensionsAloneOrInAUri) {
  const auto forms = FormsOf("b_cid_num", "104");
  for (const auto& form : forms) EXPECT_EQ(UserDigits(form), "104") << form;
  EXPECT_THAT(forms, Contains("104"));
  EXPECT_THAT(forms, Contains("104@203.0.113.1"));
  EXPECT_EQ(FormsOf("extension", "104"), std::set<std::string>{"104"});
}

TEST(QuirkyValues, WithholdNumbersInEveryWay) {
  for (const char* plain : {"", "anonymous"}) {
    const auto forms = InLowerCase(FormsOf("cid_num", plain));
    for (const char* word : {"", "anonymous", "unknown", "restricted",
                             "withheld", "private", "unavailable", "unassigned",
                             "0000000000", "sip:private@anonymous.invalid"}) {
      EXPECT_THAT(forms, Contains(word));
    }
    for (const auto& form : forms) {
      EXPECT_EQ(UserDigits(form).find_first_not_of('0'), std::string::npos);
    }
  }
}

TEST(QuirkyValues, WriteTheSameSecondInOtherZones) {
  std::set<std::string> expected;
  for (const std::string separator : {" ", "T"}) {
    for (const char* fraction : {"", ".0", ".5", ".999999"}) {
      const auto add = [&](const char* date, const char* time,
                           const char* zone) {
        std::string text(date);
        text.append(separator).append(time).append(fraction).append(zone);
        expected.insert(text);
      };
      add("2024-05-06", "01:59:59", "");
      add("2024-05-06", "01:59:59", "+07:00");
      add("2024-05-05", "18:59:59", "Z");
      add("2024-05-06", "04:29:59", "+09:30");
      add("2024-05-05", "15:59:59", "-03:00");
    }
  }
  EXPECT_EQ(FormsOf("call_time", "2024-05-06 01:59:59"), expected);
}

TEST(QuirkyValues, WriteTheTotalAsANumberOrText) {
  QuirkyValues values(1, hours(7));
  std::set<std::string> forms;
  for (int i = 0; i < kDraws; ++i) {
    std::string json;
    values.AppendTotal("600", json);
    forms.insert(json);
  }
  EXPECT_EQ(forms, (std::set<std::string>{"600", "600.0", "\"600\""}));
}

TEST(QuirkyValues, EqualSeedsGiveEqualTexts) {
  const auto texts = [](std::uint64_t seed) {
    QuirkyValues values(seed, hours(7));
    std::string json;
    for (int i = 0; i < 20; ++i) values.Append("cid_num", "0900000001", json);
    return json;
  };
  EXPECT_EQ(texts(1), texts(1));
  EXPECT_NE(texts(1), texts(2));
}

}  // namespace
}  // namespace pitel::simulation
