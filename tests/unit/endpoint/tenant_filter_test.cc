#include "endpoint/tenant_filter.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "support/tenant_patterns.h"

namespace pitel {
namespace {

TenantFilter Including(const std::vector<std::string>& texts) {
  return {ParseTenantPatterns(texts), {}};
}

TEST(TenantFilter, AdmitsEveryTenantByDefault) {
  EXPECT_TRUE(TenantFilter().Admits("a.example.com"));
  EXPECT_TRUE(TenantFilter().Admits(""));
}

TEST(TenantFilter, AdmitsWhatAnIncludeMatchesAsAWhole) {
  const auto filter = Including({R"(.*\.example\.com)", "other"});
  EXPECT_TRUE(filter.Admits("a.example.com"));
  EXPECT_TRUE(filter.Admits("other"));
  EXPECT_FALSE(filter.Admits("a.example.com.vn"));
  EXPECT_FALSE(filter.Admits("another"));
  EXPECT_FALSE(filter.Admits("others"));
}

TEST(TenantFilter, MatchesEachAlternativeAsAWhole) {
  const auto filter = Including({"a|b"});
  EXPECT_TRUE(filter.Admits("a"));
  EXPECT_FALSE(filter.Admits("ax"));
  EXPECT_FALSE(filter.Admits("xb"));
}

TEST(TenantFilter, LetsExcludeWin) {
  const TenantFilter filter{ParseTenantPatterns({".*"}),
                            ParseTenantPatterns({"test.*"})};
  EXPECT_TRUE(filter.Admits("a"));
  EXPECT_FALSE(filter.Admits("test.example.com"));
  EXPECT_FALSE(TenantFilter({}, ParseTenantPatterns({"a"})).Admits("a"));
}

TEST(TenantFilter, EqualsAnotherOfTheSamePatterns) {
  EXPECT_EQ(Including({"a", "b"}), Including({"a", "b"}));
  EXPECT_NE(Including({"a", "b"}), Including({"b", "a"}));
}

TEST(TenantPattern, MatchesCodePoints) {
  EXPECT_TRUE(TenantPattern::Parse("H.a")->Matches("Hòa"));
}

TEST(TenantPattern, SaysWhyItDoesNotCompile) {
  for (const auto& [text, why] :
       {std::pair("a(", "missing )"), {"(?=x)", "invalid perl operator"}}) {
    const auto pattern = TenantPattern::Parse(text);
    ASSERT_FALSE(pattern.ok());
    EXPECT_EQ(pattern.error().message,
              std::string("contains an invalid regular expression: ") + why)
        << "without the text, which may be a secret";
  }
}

TEST(TenantPattern, SurvivesANestedRepetition) {
  EXPECT_FALSE(
      TenantPattern::Parse("(a*)*b")->Matches(std::string(100'000, 'a')));
}

}  // namespace
}  // namespace pitel
