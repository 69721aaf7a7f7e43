#include "json/json_string.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

TEST(JsonString, EscapesWhatWouldEndOrBreakAString) {
  EXPECT_EQ(JsonString(""), R"("")");
  EXPECT_EQ(JsonString("a/b"), R"("a/b")");
  EXPECT_EQ(JsonString("a\"b\\c\n\x01"), R"("a\"b\\c\n\u0001")");
  EXPECT_EQ(JsonString({"\0x", 2}), R"("\u0000x")");
}

TEST(JsonString, KeepsOtherBytes) {
  EXPECT_EQ(JsonString("H\u00f2a \x7f\xff"), "\"H\u00f2a \x7f\xff\"");
}

}  // namespace
}  // namespace pitel
