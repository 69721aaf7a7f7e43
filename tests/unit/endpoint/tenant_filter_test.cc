#include "endpoint/tenant_filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace pitel {
namespace {

using ::testing::HasSubstr;

TEST(TenantFilter, AdmitsEveryTenantByDefault) {
  const auto filter = TenantFilter::Compile({});
  EXPECT_TRUE(filter->Admits("a.example.com"));
  EXPECT_TRUE(filter->Admits(""));
}

TEST(TenantFilter, AdmitsWhatAnIncludeMatchesAsAWhole) {
  const auto filter =
      TenantFilter::Compile({{R"(.*\.example\.com)", "other"}, {}});
  EXPECT_TRUE(filter->Admits("a.example.com"));
  EXPECT_TRUE(filter->Admits("other"));
  EXPECT_FALSE(filter->Admits("a.example.com.vn"));
  EXPECT_FALSE(filter->Admits("another"));
  EXPECT_FALSE(filter->Admits("others"));
}

TEST(TenantFilter, MatchesEachAlternativeAsAWhole) {
  const auto filter = TenantFilter::Compile({{"a|b"}, {}});
  EXPECT_TRUE(filter->Admits("a"));
  EXPECT_FALSE(filter->Admits("ax"));
  EXPECT_FALSE(filter->Admits("xb"));
}

TEST(TenantFilter, LetsExcludeWin) {
  const auto filter = TenantFilter::Compile({{".*"}, {"test.*"}});
  EXPECT_TRUE(filter->Admits("a"));
  EXPECT_FALSE(filter->Admits("test.example.com"));
  EXPECT_FALSE(TenantFilter::Compile({{}, {"a"}})->Admits("a"));
}

TEST(TenantFilter, MatchesCodePoints) {
  EXPECT_TRUE(TenantFilter::Compile({{"H.a"}, {}})->Admits("Hòa"));
}

TEST(TenantFilter, NamesThePatternThatDoesNotCompile) {
  const auto in_include = TenantFilter::Compile({{"ok", "a("}, {}});
  ASSERT_FALSE(in_include.ok());
  EXPECT_THAT(in_include.error().message, HasSubstr("`a(`"));
  const auto in_exclude = TenantFilter::Compile({{}, {"(?=x)"}});
  ASSERT_FALSE(in_exclude.ok());
  EXPECT_THAT(in_exclude.error().message, HasSubstr("`(?=x)`"));
}

TEST(TenantFilter, SurvivesANestedRepetition) {
  const auto filter = TenantFilter::Compile({{"(a*)*b"}, {}});
  EXPECT_FALSE(filter->Admits(std::string(100'000, 'a')));
}

}  // namespace
}  // namespace pitel
