#include "config/yaml_document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/temporary_folder.h"

namespace pitel {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using Kind = YamlValue::Kind;

class ParseYamlTest : public testing::Test {
 protected:
  YamlValue Parse(const std::string& text) {
    auto value = ParseYaml(text, problems_);
    EXPECT_TRUE(value) << text;
    return value.value_or(YamlValue());
  }
  // What is wrong with `text`, each on a line of its own: "line:column".
  std::string Places(const std::string& text) {
    ProblemList problems("pitel.yml");
    ParseYaml(text, problems);
    std::string places;
    for (const auto& problem : problems.Sorted()) {
      places += std::to_string(problem.at.line) + ":" +
                std::to_string(problem.at.column) + "\n";
    }
    return places;
  }
  std::string FirstMessage() {
    const auto problems = problems_.Sorted();
    return problems.empty() ? "" : problems.front().message;
  }

  ProblemList problems_{"pitel.yml"};
};

TEST_F(ParseYamlTest, ReadsMappingsListsAndTexts) {
  const YamlValue root = Parse("a: x\nb:\n  - 1\n  - c: ~\n");
  EXPECT_THAT(problems_.Sorted(), IsEmpty());
  ASSERT_EQ(root.kind, Kind::kMapping);
  ASSERT_THAT(root.entries, SizeIs(2));
  EXPECT_EQ(root.entries[0].key, "a");
  EXPECT_EQ(root.entries[0].value.kind, Kind::kText);
  EXPECT_EQ(root.entries[0].value.text, "x");
  const YamlValue& list = root.entries[1].value;
  ASSERT_EQ(list.kind, Kind::kSequence);
  ASSERT_THAT(list.items, SizeIs(2));
  EXPECT_EQ(list.items[0].text, "1");
  EXPECT_EQ(list.items[1].entries.at(0).value.kind, Kind::kNull);
}

TEST_F(ParseYamlTest, KnowsWhereKeysAndValuesStand) {
  const YamlValue root = Parse("a: x\nb:\n  - 1\n");
  EXPECT_EQ(root.entries.at(0).at, (TextPosition{1, 1}));
  EXPECT_EQ(root.entries.at(0).value.at, (TextPosition{1, 4}));
  EXPECT_EQ(root.entries.at(1).at, (TextPosition{2, 1}));
  EXPECT_EQ(root.entries.at(1).value.items.at(0).at, (TextPosition{3, 5}));
}

TEST_F(ParseYamlTest, TellsQuotedTextsFromOthers) {
  const YamlValue root = Parse("[1, '1', \"1\", null, 'null', true]");
  ASSERT_THAT(root.items, SizeIs(6));
  EXPECT_FALSE(root.items[0].quoted);
  EXPECT_TRUE(root.items[1].quoted);
  EXPECT_TRUE(root.items[2].quoted);
  EXPECT_EQ(root.items[3].kind, Kind::kNull);
  EXPECT_EQ(root.items[4].text, "null");
  EXPECT_EQ(root.items[5].text, "true") << "as text, for its reader to parse";
}

TEST_F(ParseYamlTest, TakesAnEmptyDocumentForNothing) {
  EXPECT_EQ(Parse("").kind, Kind::kNull);
  EXPECT_EQ(Parse("# a comment\n").kind, Kind::kNull);
  EXPECT_THAT(problems_.Sorted(), IsEmpty());
}

TEST_F(ParseYamlTest, KeepsTheFirstValueOfADuplicateKey) {
  const YamlValue root = Parse("a: 1\nb: 2\na: 3\n");
  EXPECT_EQ(Places("a: 1\nb: 2\na: 3\n"), "3:1\n");
  EXPECT_EQ(FirstMessage(), "duplicate key `a`, first defined on line 1");
  ASSERT_THAT(root.entries, SizeIs(2));
  EXPECT_EQ(root.entries[0].value.text, "1");
}

TEST_F(ParseYamlTest, ReportsWhatYamlWouldResolveInSurprisingWays) {
  EXPECT_EQ(Places("a: &x 1\n"), "1:4\n") << "an anchor";
  EXPECT_EQ(Places("a: !tag 1\n"), "1:4\n") << "a tag";
  EXPECT_EQ(Places("a: &x 1\nb: *x\n"), "1:4\n2:4\n") << "an alias";
  EXPECT_EQ(Places("a:\n  <<: {b: 1}\n"), "2:3\n") << "a merge key";
  EXPECT_EQ(Places("? [a]\n: 1\n"), "1:3\n") << "a list as a key";
}

TEST_F(ParseYamlTest, ReportsEverythingThatIsWrong) {
  EXPECT_EQ(Places("a: &x 1\nb: !t 2\nb: 3\n"), "1:4\n2:4\n3:1\n");
}

TEST_F(ParseYamlTest, LeavesARefusedValueMarked) {
  const YamlValue root = Parse("a: &x 1\nb: *x\n");
  EXPECT_EQ(root.entries.at(0).value.text, "1");
  EXPECT_EQ(root.entries.at(1).value.kind, Kind::kRefused);
}

TEST_F(ParseYamlTest, EndsWhereTheTextCannotBeRead) {
  EXPECT_FALSE(ParseYaml("a: [1\nb: 2\n", problems_));
  EXPECT_THAT(FirstMessage(), HasSubstr("YAML syntax"));
  EXPECT_EQ(Places("a: 'x\n"), "1:6\n") << "an unclosed quote";
  EXPECT_EQ(Places("a: 1\n---\nb: 2\n"), "2:1\n") << "a second document";
  EXPECT_EQ(Places("a: 1\nb: \x01\n"), "2:4\n") << "a control character";
  EXPECT_EQ(Places("a: 1\nb: c\xff\n"), "2:5\n") << "not UTF-8";
}

// The parser repeats what it stumbled over.
TEST_F(ParseYamlTest, DoesNotRepeatASecretThatBreaksTheSyntax) {
  EXPECT_FALSE(ParseYaml("api_key: \"hun\\qter2\"", problems_));
  EXPECT_EQ(FirstMessage(),
            "YAML syntax: unknown escape character: check indentation, colons "
            "and quotes here and in the lines above");
}

TEST_F(ParseYamlTest, LimitsTheDepth) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_TRUE(ParseYaml(nested(kYamlDepth), problems_));
  EXPECT_THAT(problems_.Sorted(), IsEmpty());
  EXPECT_FALSE(ParseYaml(nested(kYamlDepth + 1), problems_));
  EXPECT_EQ(FirstMessage(), "nested deeper than 16 levels");
}

TEST_F(ParseYamlTest, LimitsTheKeysOfAMapping) {
  std::string text;
  for (std::size_t i = 0; i < kYamlKeys; ++i) {
    text += "k" + std::to_string(i) + ": 1\n";
  }
  EXPECT_THAT(Parse(text).entries, SizeIs(kYamlKeys));
  EXPECT_FALSE(ParseYaml(text + "more: 1\n", problems_));
  EXPECT_EQ(FirstMessage(), "more than 1000 keys in one mapping");
}

TEST(ReadYaml, ReadsTheFileOfTheList) {
  const TemporaryFolder folder;
  ProblemList problems(folder.Write("pitel.yml", "a: 1\n"));
  const auto root = ReadYaml(problems);
  ASSERT_TRUE(root);
  EXPECT_EQ(root->entries.at(0).key, "a");
  EXPECT_THAT(problems.Sorted(), IsEmpty());
}

TEST(ReadYaml, ReportsAFileThatCannotBeRead) {
  const TemporaryFolder folder;
  ProblemList missing(folder.path() / "pitel.yml");
  EXPECT_FALSE(ReadYaml(missing));
  ASSERT_THAT(missing.Sorted(), SizeIs(1));
  EXPECT_EQ(missing.Sorted()[0].at, TextPosition());
  ProblemList large(
      folder.Write("large.yml", std::string(kYamlBytes + 1, '\n')));
  EXPECT_FALSE(ReadYaml(large));
  EXPECT_THAT(large.Sorted(), SizeIs(1));
}

TEST(YamlValue, IsDescribedInWords) {
  EXPECT_EQ(YamlValue{.kind = Kind::kNull}.Described(), "nothing");
  EXPECT_EQ(YamlValue{.kind = Kind::kText}.Described(), "text");
  EXPECT_EQ(YamlValue{.kind = Kind::kSequence}.Described(), "a list");
  EXPECT_EQ(YamlValue{.kind = Kind::kMapping}.Described(), "a mapping");
}

TEST(ShownKey, LeavesOutWhatMayBeASecret) {
  EXPECT_EQ(ShownKey("api_key"), " `api_key`");
  EXPECT_EQ(ShownKey("no-key"), " `no-key`");
  EXPECT_EQ(ShownKey(std::string(32, 'a')), " `" + std::string(32, 'a') + "`");
  EXPECT_EQ(ShownKey(std::string(33, 'a')), "");
  EXPECT_EQ(ShownKey("hunter2"), "");
  EXPECT_EQ(ShownKey("a b"), "");
  EXPECT_EQ(ShownKey(""), "");
}

}  // namespace
}  // namespace pitel
