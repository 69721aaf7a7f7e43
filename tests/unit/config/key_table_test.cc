#include "config/key_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <yaml-cpp/emitter.h>

#include <string>
#include <vector>

namespace pitel {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Kind = YamlValue::Kind;

// Takes a text over, and prints it.
Field Text(std::string& value) {
  return {[&value](const YamlEntry& entry, ProblemList& problems) {
            if (const YamlValue* text = FindText(entry, problems)) {
              value = text->text;
            }
          },
          [&value](std::string_view key, YAML::Emitter& out) {
            PrintQuoted(key, value, out);
          }};
}

class KeyTableTest : public testing::Test {
 protected:
  YamlValue Parse(const std::string& text) {
    return ParseYaml(text, problems_).value();
  }
  // The value of the last key of `text`.
  const YamlValue* Find(const std::string& text) {
    mapping_ = Parse(text);
    return FindText(mapping_.entries.back(), problems_);
  }
  std::vector<std::string> Problems() const {
    std::vector<std::string> texts;
    for (const auto& problem : problems_.Sorted()) {
      texts.push_back(problem.Text());
    }
    return texts;
  }

  ProblemList problems_{"f"};
  YamlValue mapping_;
  std::string colour_ = "red";
  std::string size_ = "small";
  const KeyTable table_{
      "a shirt",
      {{"colour", Text(colour_)}, {"size", Text(size_)}, {"washing", {}}}};
};

TEST_F(KeyTableTest, KnowsItsKeys) {
  EXPECT_THAT(table_.Names(), ElementsAre("colour", "size", "washing"));
  EXPECT_TRUE(table_.Has("washing"));
  EXPECT_FALSE(table_.Has("colours"));
}

TEST_F(KeyTableTest, ReadsTheKeysThatAreThereAndKeepsOtherDefaults) {
  const YamlValue mapping = Parse("size: large");
  const MappingReader reader(mapping, table_, problems_);
  EXPECT_EQ(colour_, "red");
  EXPECT_EQ(size_, "large");
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(KeyTableTest, LeavesAValueThatIsReportedAsItWas) {
  const YamlValue mapping = Parse("colour: [blue]\nsize: large");
  const MappingReader reader(mapping, table_, problems_);
  EXPECT_EQ(colour_, "red");
  EXPECT_EQ(size_, "large");
  EXPECT_THAT(
      Problems(),
      ElementsAre("f:1:9: `colour` must be a single value, not a list"));
}

TEST_F(KeyTableTest, TakesAnEmptyValueForAnEmptyMapping) {
  CheckMapping(Parse(""), problems_);
  CheckMapping(Parse("{}"), problems_);
  EXPECT_THAT(Problems(), IsEmpty());
  CheckMapping(Parse("[]"), problems_);
  EXPECT_THAT(Problems(),
              ElementsAre("f:1:1: expected a mapping (`key: value` lines), "
                          "found a list"));
}

TEST_F(KeyTableTest, PrintsTheKeysThatHaveAPrinter) {
  YAML::Emitter out;
  Print(table_, out);
  EXPECT_EQ(std::string(out.c_str()), "colour: \"red\"\nsize: \"small\"");
}

TEST_F(KeyTableTest, PrintsTextsWithAndWithoutQuotes) {
  YAML::Emitter out;
  Print({"",
         {{"a", {{}, [](auto key, auto& o) { PrintQuoted(key, "1\n", o); }}},
          {"b", {{}, [](auto key, auto& o) { PrintPlain(key, "1", o); }}}}},
        out);
  EXPECT_EQ(std::string(out.c_str()), "a: \"1\\n\"\nb: 1");
}

TEST_F(KeyTableTest, FindsASingleText) {
  const YamlValue* const text = Find("a: ''");
  ASSERT_NE(text, nullptr);
  EXPECT_EQ(text->text, "");
  ASSERT_NE(Find("a: " + std::string(8192, 'x')), nullptr);
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(KeyTableTest, ReportsWhatIsNoSingleText) {
  EXPECT_EQ(Find("a:"), nullptr);
  EXPECT_EQ(Find("a: {b: c}"), nullptr);
  EXPECT_EQ(Find("a: \"x\\ny\""), nullptr);
  EXPECT_EQ(Find("a: " + std::string(8193, 'x')), nullptr);
  EXPECT_THAT(
      Problems(),
      ElementsAre(
          "f:1:1: `a` has no value: give one, or leave the key out",
          "f:1:4: `a` must be a single value, not a mapping",
          "f:1:4: `a` contains a line break or another control character",
          "f:1:4: `a` is longer than 8192 bytes"));
}

TEST_F(KeyTableTest, DoesNotReportARefusedValueAgain) {
  EXPECT_EQ(Find("b: &b 1\na: *b"), nullptr);
  EXPECT_EQ(Problems().size(), 2u) << "of the anchor and the alias";
}

TEST_F(KeyTableTest, FindsKeysAndTheirPlaces) {
  const YamlValue mapping = Parse("size: large\nwashing: {at: cold}\n");
  const MappingReader reader(mapping, table_, problems_);
  EXPECT_TRUE(reader.Has("size"));
  EXPECT_FALSE(reader.Has("colour"));
  EXPECT_EQ(reader.PositionOf("size"), (TextPosition{1, 7}));
  EXPECT_EQ(reader.PositionOf("colour"), (TextPosition{1, 1}));
  EXPECT_EQ(reader.Nested("washing").entries.at(0).key, "at");
  EXPECT_EQ(reader.Nested("colour").kind, Kind::kNull);
}

TEST_F(KeyTableTest, TakesAMisspeltKeyForThere) {
  const YamlValue mapping = Parse("colur: blue");
  const MappingReader reader(mapping, table_, problems_);
  EXPECT_TRUE(reader.Has("colour"));
  EXPECT_FALSE(reader.Has("size"));
  EXPECT_EQ(colour_, "red");
}

TEST_F(KeyTableTest, ReportsAtTheValueOfAKey) {
  const YamlValue mapping = Parse("size: large");
  const MappingReader reader(mapping, table_, problems_);
  reader.Report("size", "is not in stock");
  EXPECT_THAT(Problems(), ElementsAre("f:1:7: `size` is not in stock"));
}

}  // namespace
}  // namespace pitel
