#include "fetch/secret_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pitel {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto kKey = CredentialKind::kApiKey;
constexpr auto kToken = CredentialKind::kBearerToken;

std::string Parse(CredentialKind kind, std::string_view text) {
  const auto secret = ParseSecret(kind, text);
  return secret.ok() ? *secret : "error: " + secret.error().message;
}

std::string ParseIssued(std::string_view text) {
  const auto token = ParseIssuedToken(text);
  return token.ok() ? *token : "error: " + token.error().message;
}

TEST(ParseSecret, AcceptsOnlyTheCharactersOfABearerToken) {
  EXPECT_EQ(Parse(kToken, "eyJhbGciOi.J9-_~+/="), "eyJhbGciOi.J9-_~+/=");
  for (const char* text : {"a b", "a\r\nX: y", "a\"", "caf\xC3\xA9", "a\nb"}) {
    EXPECT_THAT(Parse(kToken, text), HasSubstr("error: contains")) << text;
  }
  EXPECT_EQ(Parse(kToken, std::string(4096, 'x')), std::string(4096, 'x'));
  EXPECT_THAT(Parse(kToken, std::string(4097, 'x')), HasSubstr("longer"));
  EXPECT_THAT(Parse(kToken, ""), HasSubstr("is empty"));
  EXPECT_THAT(Parse(kToken, std::string(1, '\0')), HasSubstr("error"));
}

TEST(ParseSecret, AcceptsPrintableAsciiAsAnApiKey) {
  for (const char* key : {"aaaaaaaa-bbbb", "a\\b", "c2VjcmV0IQ==", "c2VjcmV0=",
                          "$2y$10$abc", "a%20b", "=a", "1=2", "a<b>c"}) {
    EXPECT_EQ(Parse(kKey, key), key);
  }
  for (const std::string text :
       {"two\nlines", "a b", "caf\xC3\xA9", "key\xC2\xA0", "key\xE2\x80\x8B",
        "a\x7f", "Bearer abc"}) {
    EXPECT_THAT(Parse(kKey, text), HasSubstr("printable ASCII")) << text;
  }
  EXPECT_THAT(Parse(kKey, std::string("nul\0", 4)), HasSubstr("error"));
  for (const char* text : {"\"key\"", "'key'", "`key`", "ke\"y"}) {
    EXPECT_THAT(Parse(kKey, text), HasSubstr("contains a quote")) << text;
  }
  EXPECT_THAT(Parse(kKey, std::string(4097, 'x')), HasSubstr("longer"));
}

TEST(ParseSecret, StripsWhatEditorsAndPeopleAdd) {
  for (const char* text :
       {"key", "key\n", "key\r\n", "key\n\n", " key \n", "\tkey\v\f",
        "\xEF\xBB\xBFkey\r\n", " \xEF\xBB\xBF key"}) {
    EXPECT_EQ(Parse(kKey, text), "key") << text;
    EXPECT_EQ(Parse(kToken, text), "key") << text;
  }
  EXPECT_EQ(Parse(kToken, "Bearer eyJ.abc\n"), "eyJ.abc");
  EXPECT_EQ(Parse(kToken, "bearer   eyJ.abc"), "eyJ.abc");
  EXPECT_EQ(Parse(kToken, "Bearer"), "Bearer") << "which is a token";
  for (const char* text : {"", " ", "\n\n", "\xEF\xBB\xBF\n"}) {
    EXPECT_THAT(Parse(kKey, text), HasSubstr("is empty"));
  }
}

TEST(ParseSecret, RefusesPlaceholders) {
  for (const char* text : {"${API_KEY}", "x${KEY}y", "$API_KEY", "$(cat key)",
                           "{{ key }}", "{{.Values.key}}", "<your-api-key>",
                           "<API KEY>", "%API_KEY%", "[key]", "{key}"}) {
    EXPECT_THAT(Parse(kKey, text), HasSubstr("is a placeholder")) << text;
    EXPECT_THAT(Parse(kToken, text), HasSubstr("is a placeholder")) << text;
  }
  for (const char* text : {"API_KEY=hunter2", "key=hunter2", "_k1=hunter2=="}) {
    for (const auto kind : {kKey, kToken}) {
      EXPECT_THAT(Parse(kind, text), HasSubstr("NAME=value")) << text;
      EXPECT_THAT(Parse(kind, text), Not(HasSubstr("hunter2")));
    }
  }
}

TEST(ParseIssuedToken, StripsWhiteSpaceAndALeadingBearer) {
  for (const char* text : {"abc", " abc\r\n", "Bearer abc", " bearer  abc"}) {
    EXPECT_EQ(ParseIssued(text), "abc") << text;
  }
  EXPECT_THAT(ParseIssued("\xEF\xBB\xBF"
                          "abc"),
              HasSubstr("error: contains"));
  EXPECT_EQ(ParseIssued(" "), "error: is empty");
}

TEST(ParseIssuedToken, ChecksCharactersAndLengthOnly) {
  for (const char* text : {"key=hunter2", "_k1=hunter2==", "a.b-c_d~e+f/g="}) {
    EXPECT_EQ(ParseIssued(text), text);
  }
  for (const char* text : {"${TOKEN}", "<token>", "a b", "a\nb", "a\""}) {
    EXPECT_THAT(ParseIssued(text), HasSubstr("error: contains")) << text;
  }
  EXPECT_EQ(ParseIssued(std::string(4096, 'x')), std::string(4096, 'x'));
  EXPECT_THAT(ParseIssued(std::string(4097, 'x')), HasSubstr("longer"));
}

}  // namespace
}  // namespace pitel
