#include "base/percent_encoding.h"

#include <gtest/gtest.h>

#include <string>

namespace pitel {
namespace {

TEST(DecodePercent, DecodesEscapesOfEitherCase) {
  EXPECT_EQ(DecodePercent("%2Bname%5b%5D"), "+name[]");
  EXPECT_EQ(DecodePercent("%25%32B"), "%2B");
  EXPECT_EQ(DecodePercent("a%00b"), std::string("a\0b", 3));
}

TEST(DecodePercent, KeepsEverythingElse) {
  for (const auto* text : {"", "a+b", "%", "%2", "%2G", "%-1", "%+1", "100%"}) {
    EXPECT_EQ(DecodePercent(text), text);
  }
}

}  // namespace
}  // namespace pitel
