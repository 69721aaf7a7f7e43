#include "json/scalars.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

Scalars Read(std::string_view text) {
  TextSource source(text);
  return *ReadScalars(source);
}

TEST(ReadScalars, NamesValuesByTheirPath) {
  EXPECT_EQ(Read(R"({"a": "x", "b": {"c": 1, "d": {"e": true}}, "f": 2})"),
            (Scalars{{"a", "x"}, {"b.c", "1"}, {"b.d.e", "true"}, {"f", "2"}}));
}

TEST(ReadScalars, LeavesOutNullsAndWhatIsInArrays) {
  EXPECT_EQ(Read(R"({"a": null, "b": [1, {"c": 2}], "d": {"e": [3]}})"),
            Scalars{});
}

TEST(ReadScalars, UsesTheLastOfARepeatedKey) {
  EXPECT_EQ(Read(R"({"a": {"b": 1}, "a": 2})"), (Scalars{{"a", "2"}}));
  EXPECT_EQ(Read(R"({"a": 1, "a": {"b": 2}})"), (Scalars{{"a.b", "2"}}));
  EXPECT_EQ(Read(R"({"a": {"b": 1}, "a": {"c": 2}})"), (Scalars{{"a.c", "2"}}));
  EXPECT_EQ(Read(R"({"a": 1, "a": [2]})"), Scalars{});
  EXPECT_EQ(Read(R"({"a": 1, "a": null})"), Scalars{});
}

TEST(ReadScalars, RefusesARootThatIsNoObject) {
  for (const char* text : {"[]", "1", R"([{"a": 1}])"}) {
    TextSource source(text);
    const auto scalars = ReadScalars(source);
    ASSERT_FALSE(scalars.ok()) << text;
    EXPECT_EQ(scalars.error().kind, JsonError::Kind::kSchema);
  }
}

}  // namespace
}  // namespace pitel
