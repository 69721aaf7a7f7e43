#include "config/fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <yaml-cpp/emitter.h>

#include <string>
#include <vector>

namespace pitel {
namespace {

using std::chrono::nanoseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

// What is wrong with `key: text` for the field.
std::vector<std::string> Read(const Field& field, const std::string& text) {
  ProblemList problems("/etc/pitel/pitel.yml");
  const auto mapping = ParseYaml("key: " + text, problems);
  field.read(mapping.value().entries.at(0), problems);
  std::vector<std::string> messages;
  for (const auto& problem : problems.Sorted()) {
    messages.push_back(problem.message);
  }
  return messages;
}

std::string Printed(const Field& field) {
  YAML::Emitter out;
  Print({"", {{"key", field}}}, out);
  return out.c_str();
}

TEST(Fields, ReadADuration) {
  nanoseconds value = seconds(1);
  const Field field = Duration(value, {seconds(1), seconds(90)});
  EXPECT_THAT(Read(field, "90s"), IsEmpty());
  EXPECT_EQ(value, seconds(90));
  EXPECT_EQ(Printed(field), "key: 1m30s");
  EXPECT_THAT(Read(field, "91s"),
              ElementsAre("`key` must be from 1s to 1m30s"));
  EXPECT_EQ(Read(field, "0s").size(), 1u);
  EXPECT_EQ(Read(field, "soon").size(), 1u);
  EXPECT_EQ(value, seconds(90)) << "as it was";
}

TEST(Fields, PrintNothingForADurationThatWasNotGiven) {
  std::optional<nanoseconds> value;
  const Field field = Duration(value, {seconds(1), seconds(90)});
  EXPECT_EQ(Printed(field), "{}");
  EXPECT_THAT(Read(field, "2s"), IsEmpty());
  EXPECT_EQ(value, seconds(2));
  EXPECT_EQ(Printed(field), "key: 2s");
}

TEST(Fields, ReadACount) {
  std::size_t value = 1;
  const Field field = Count(value, {1, 50});
  EXPECT_THAT(Read(field, "50"), IsEmpty());
  EXPECT_EQ(value, 50u);
  EXPECT_EQ(Printed(field), "key: 50");
  EXPECT_THAT(Read(field, "51"), ElementsAre("`key` must be from 1 to 50"));
  EXPECT_THAT(Read(field, "'7'"), ElementsAre("`key` must be without quotes"));
  for (const char* text : {"0", "-1", "1.5", "ten", "1e1"}) {
    EXPECT_EQ(Read(field, text).size(), 1u) << text;
  }
  EXPECT_EQ(value, 50u) << "as it was";
}

TEST(Fields, ReadASizeInBytes) {
  std::size_t value = 0;
  const Field field = ByteSize(value, {1024, 1 << 30});
  EXPECT_THAT(Read(field, "2KiB"), IsEmpty());
  EXPECT_EQ(value, 2048u);
  EXPECT_EQ(Printed(field), "key: 2KiB");
  EXPECT_EQ(Read(field, "1023").size(), 1u);
  EXPECT_EQ(value, 2048u) << "as it was";
}

TEST(Fields, ReadAFlag) {
  bool value = false;
  const Field field = Flag(value);
  EXPECT_THAT(Read(field, "true"), IsEmpty());
  EXPECT_TRUE(value);
  EXPECT_EQ(Printed(field), "key: true");
  for (const char* text : {"yes", "'false'", "False", "1"}) {
    EXPECT_EQ(Read(field, text).size(), 1u) << text;
  }
  EXPECT_TRUE(value) << "as it was";
}

TEST(Fields, ReadAPathRelativeToTheFolderOfTheFile) {
  std::filesystem::path value;
  const Field field = Path(value);
  EXPECT_THAT(Read(field, "keys/hcm"), IsEmpty());
  EXPECT_EQ(value, "/etc/pitel/keys/hcm");
  EXPECT_EQ(Printed(field), "key: \"/etc/pitel/keys/hcm\"");
  EXPECT_THAT(Read(field, "''"), IsEmpty());
  EXPECT_EQ(value, "") << "none";
}

TEST(Fields, ReadOneOfSeveralWords) {
  enum class Size { kSmall, kLarge } value = Size::kSmall;
  const Field field =
      Choice(value, {{"small", Size::kSmall}, {"large", Size::kLarge}});
  EXPECT_THAT(Read(field, "large"), IsEmpty());
  EXPECT_EQ(value, Size::kLarge);
  EXPECT_EQ(Printed(field), "key: large");
  EXPECT_THAT(Read(field, "huge"),
              ElementsAre("`key` must be one of small, large"));
  EXPECT_EQ(value, Size::kLarge) << "as it was";
}

Result<std::string> ParseWithoutX(const std::string& text) {
  if (text.find('x') == text.npos) return text + "!";
  return Error{"contains an x"};
}

std::string WithoutEnd(const std::string& text) {
  return text.substr(0, text.size() - 1);
}

TEST(Fields, ReadWhatAParserMakesOfAText) {
  std::string value;
  const Field field = Parsed(value, ParseWithoutX, WithoutEnd);
  EXPECT_THAT(Read(field, "a b"), IsEmpty());
  EXPECT_EQ(value, "a b!");
  EXPECT_EQ(Printed(field), "key: \"a b\"");
  EXPECT_THAT(Read(field, "x"), ElementsAre("`key` contains an x"));
  EXPECT_EQ(value, "a b!") << "as it was";
}

TEST(Fields, ReadAListAndReportEachItemThatIsWrong) {
  std::vector<std::string> values;
  const Field field = List(values, ParseWithoutX, WithoutEnd);
  EXPECT_THAT(
      Read(field, "[a, x, '', ~, b, xx]"),
      ElementsAre("`key` contains an x", "`key` has an empty item: remove it",
                  "`key` has an empty item: remove it", "`key` contains an x"));
  EXPECT_THAT(values, ElementsAre("a!", "b!"));
  EXPECT_EQ(Printed(field), "key: [\"a\", \"b\"]");
}

TEST(Fields, ReadAnEmptyListAsNothing) {
  std::vector<std::string> values;
  const Field field = List(values, ParseWithoutX, WithoutEnd);
  EXPECT_THAT(Read(field, "[]"), IsEmpty());
  EXPECT_THAT(Read(field, ""), IsEmpty());
  EXPECT_THAT(values, IsEmpty());
  EXPECT_EQ(Printed(field), "key: []");
}

TEST(Fields, ReportWhatIsNoList) {
  std::vector<std::string> values;
  const Field field = List(values, AsItIs, AsItIs);
  EXPECT_THAT(Read(field, "a"), ElementsAre("`key` must be a list, not text"));
  EXPECT_THAT(Read(field, "{a: b}"),
              ElementsAre("`key` must be a list, not a mapping"));
}

TEST(Fields, PrintANestedTable) {
  bool value = true;
  const Field field = Nested({"inside", {{"flag", Flag(value)}}});
  EXPECT_EQ(Printed(field), "key:\n  flag: true");
  EXPECT_FALSE(field.read) << "left to the reader of the outer mapping";
}

}  // namespace
}  // namespace pitel
