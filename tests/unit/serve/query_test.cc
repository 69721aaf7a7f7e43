#include "serve/query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pitel {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(ParseQuery, FindsParametersInTheirOrder) {
  EXPECT_THAT(ParseQuery("/metrics?b=1&a=2&b=3"),
              ElementsAre(Pair("b", "1"), Pair("a", "2"), Pair("b", "3")));
  EXPECT_THAT(ParseQuery("http://host/metrics?a=b"),
              ElementsAre(Pair("a", "b")));
  EXPECT_THAT(ParseQuery("/metrics"), IsEmpty());
  EXPECT_THAT(ParseQuery("/metrics?"), IsEmpty());
  EXPECT_THAT(ParseQuery("/metrics?&&"), IsEmpty());
  EXPECT_THAT(ParseQuery(""), IsEmpty());
}

TEST(ParseQuery, EndsNamesAtTheFirstEqualsSign) {
  EXPECT_THAT(ParseQuery("?a=b=c&d&e=&=f&?g=h"),
              ElementsAre(Pair("a", "b=c"), Pair("d", ""), Pair("e", ""),
                          Pair("", "f"), Pair("?g", "h")));
}

TEST(ParseQuery, DecodesNamesAndValues) {
  EXPECT_THAT(ParseQuery("?name%5B%5d=a%20b+c"),
              ElementsAre(Pair("name[]", "a b c")));
  EXPECT_THAT(ParseQuery("?a=%26%3D%2B%25%C3%a9"),
              ElementsAre(Pair("a", "&=+%\xc3\xa9")));
  EXPECT_THAT(ParseQuery("?a=%00"), ElementsAre(Pair("a", std::string(1, 0))));
  EXPECT_THAT(ParseQuery("?a=%2520"), ElementsAre(Pair("a", "%20")));
}

TEST(ParseQuery, TakesMalformedEscapesAsTheyAre) {
  for (const std::string value :
       {"%", "%4", "%zz", "%4g", "%-1", "%0x", "%%", "% 1"}) {
    EXPECT_THAT(ParseQuery("?a=" + value), ElementsAre(Pair("a", value)));
  }
}

TEST(ParseSelection, IsOfRepeatedNamesAndTargets) {
  const Selection selection = ParseSelection(
      "/metrics?name[]=x_up&target=hcm&name%5B%5D=x_calls&target=h%20n");
  EXPECT_THAT(selection.families, ElementsAre("x_calls", "x_up"));
  EXPECT_THAT(selection.targets, ElementsAre("h n", "hcm"));
}

TEST(ParseSelection, IgnoresOtherParameters) {
  EXPECT_TRUE(
      ParseSelection("/metrics?name=x&targets=y&Target=z&collect[]=c").IsAll());
}

TEST(ParseSelection, KeepsEmptyValues) {
  EXPECT_THAT(ParseSelection("/metrics?target=").targets, ElementsAre(""));
  EXPECT_THAT(ParseSelection("/metrics?target").targets, ElementsAre(""));
  EXPECT_THAT(ParseSelection("/metrics?name[]=").families, ElementsAre(""));
}

}  // namespace
}  // namespace pitel
