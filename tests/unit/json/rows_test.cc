#include "json/rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "unit/json/chunks.h"

namespace pitel {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Recorder final : public RowHandler {
 public:
  void ForgetRows() override { rows.clear(); }
  std::size_t FieldOf(std::string_view key) override {
    if (key.starts_with("unread")) return kNoField;
    const auto known = std::ranges::find(keys_, key);
    const auto field = known - keys_.begin();
    if (known == keys_.end()) keys_.emplace_back(key);
    return static_cast<std::size_t>(field);
  }
  bool TakeRow(RowTexts texts) override {
    std::string& row = rows.emplace_back();
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      row.append(keys_[i]).append("=").append(texts[i]).append(";");
    }
    keys_.clear();
    return rows.size() <= most;
  }

  std::vector<std::string> rows;
  std::size_t most = 100;

 private:
  std::vector<std::string> keys_;  // of the row
};

struct Outcome {
  Result<RowsSummary, JsonError> summary;
  std::vector<std::string> rows;
};

Outcome Read(ByteSource& source, std::size_t most = 100) {
  Recorder recorder;
  recorder.most = most;
  auto summary = ReadRows(source, recorder);
  return {std::move(summary), std::move(recorder.rows)};
}

Outcome Read(std::string_view text, std::size_t most = 100) {
  TextSource source(text);
  return Read(source, most);
}

TEST(ReadRows, DeliversFieldsAsTheirText) {
  const Outcome outcome =
      Read(R"({"data": [{"s": " x ", "n": 1.50, "b": true, "z": null,)"
           R"( "a": [1, {"k": 2}], "o": {"k": [3]}}, {}], "total": 2})");
  ASSERT_TRUE(outcome.summary.ok());
  EXPECT_EQ(*outcome.summary, (RowsSummary{2, 0, 2}));
  EXPECT_THAT(outcome.rows, ElementsAre("s=x;n=1.50;b=true;z=;a=;o=;", ""));
}

TEST(ReadRows, DeliversOnlyFieldsThatAreRead) {
  const Outcome outcome =
      Read(R"({"data": [{"unread": "x", "a": "1", "unread too": {"a": 2}}]})");
  EXPECT_THAT(outcome.rows, ElementsAre("a=1;"));
}

TEST(ReadRows, KeepsTheLastOfARepeatedField) {
  const Outcome outcome =
      Read(R"({"data": [{"a": "1", "b": "2", "a": "3", "b": null}]})");
  EXPECT_THAT(outcome.rows, ElementsAre("a=3;b=;"));
}

// Gives each run in the same memory, as a buffer that is filled again.
class OneBuffer final : public ByteSource {
 public:
  OneBuffer(std::string_view text, std::size_t size) : chunks_(text, size) {}
  std::string_view Next() override {
    const std::string_view run = chunks_.Next();
    buffer_.assign(buffer_.size(), '?');
    buffer_.resize(std::max(buffer_.size(), run.size()));
    run.copy(buffer_.data(), run.size());
    return std::string_view(buffer_).substr(0, run.size());
  }

 private:
  Chunks chunks_;
  std::string buffer_;
};

TEST(ReadRows, DeliversRowsThatAreInSeveralRuns) {
  const std::string text =
      R"({"data": [{"a": "one ", "b": "t\\wo", "c": 345, "d": true, "e": ""},)"
      R"( {"a": " a text that is longer than the others", "b": "", "c": null}]})";
  for (std::size_t size = 1; size <= text.size(); ++size) {
    OneBuffer source(text, size);
    EXPECT_THAT(Read(source).rows,
                ElementsAre("a=one;b=t\\wo;c=345;d=true;e=;",
                            "a=a text that is longer than the others;b=;c=;"))
        << "runs of " << size;
  }
}

TEST(ReadRows, CountsElementsThatAreNoObjectsAsRowsToo) {
  const Outcome outcome =
      Read(R"({"data": [1, "a", null, true, [{"x": 1}], {"y": 2}]})");
  EXPECT_EQ(*outcome.summary, (RowsSummary{6, 5, std::nullopt}));
  EXPECT_THAT(outcome.rows, ElementsAre("y=2;"));
}

TEST(ReadRows, UsesTheLastOfARepeatedKey) {
  const Outcome outcome = Read(
      R"({"total": 7, "data": [{"a": 1}, 5], "total": 1, "data": [{"b": 2}]})");
  EXPECT_EQ(*outcome.summary, (RowsSummary{1, 0, 1}));
  EXPECT_THAT(outcome.rows, ElementsAre("b=2;"));

  const Outcome gone = Read(R"({"data": [{"a": 1}], "data": null})");
  ASSERT_FALSE(gone.summary.ok());
  EXPECT_EQ(gone.summary.error().kind, JsonError::Kind::kSchema);
  EXPECT_THAT(gone.rows, IsEmpty());
}

TEST(ReadRows, ReadsTotalOnlyIfItIsAWholeNumber) {
  const auto total = [](const std::string& text) {
    return Read(R"({"data": [], "total": )" + text + "}")
        .summary->reported_rows;
  };
  EXPECT_EQ(total("0"), 0u);
  EXPECT_EQ(total("12"), 12u);
  EXPECT_EQ(total(R"("12")"), 12u);
  EXPECT_EQ(total(R"(" 12 ")"), 12u);
  EXPECT_EQ(total("12.0"), 12u);
  EXPECT_EQ(total(R"("12.00")"), 12u);
  for (const char* other :
       {"-1", "1.5", "1.01", "-1.0", R"("1.")", R"(".0")", R"("1.0.0")",
        R"("x")", R"("")", "null", "true", "[3]", R"({"total": 3})",
        "99999999999999999999999"}) {
    EXPECT_EQ(total(other), std::nullopt) << other;
  }
}

TEST(ReadRows, LooksForDataAtTheRootOnly) {
  for (const char* text :
       {"{}", R"({"data": null})", R"({"data": {}})", R"({"data": "x"})",
        R"({"error": "x"})", R"({"x": {"data": []}})", "[]", "3",
        R"([{"data": []}])"}) {
    const Outcome outcome = Read(text);
    ASSERT_FALSE(outcome.summary.ok()) << text;
    EXPECT_EQ(outcome.summary.error().kind, JsonError::Kind::kSchema) << text;
  }
}

TEST(ReadRows, ReadsStatedFailuresAtTheRoot) {
  const auto fails = [](const std::string& member) {
    return !Read(R"({"data": [], )" + member + "}").summary.ok();
  };
  for (const char* member :
       {R"("code": 404)", R"("code": "x", "code": 4.04e2)", R"("error": "x")",
        R"("error": ["x"])", R"("errors": {"a": 0})", R"("status": "fail")"}) {
    EXPECT_TRUE(fails(member)) << member;
  }
  for (const char* member :
       {R"("code": "404")", R"("code": 404, "code": [404])", R"("error": -0)",
        R"("error": [])", R"("errors": 1, "errors": {})",
        R"("x": {"error": "x", "code": 404, "status": "fail"})"}) {
    EXPECT_FALSE(fails(member)) << member;
  }
}

TEST(ReadRows, PrefersAParseErrorToASchemaError) {
  EXPECT_EQ(Read("[1, 2").summary.error().kind, JsonError::Kind::kParse);
  EXPECT_EQ(Read("<html>").summary.error().kind, JsonError::Kind::kParse);
}

TEST(ReadRows, RefusesMoreRowsThanTheHandlerTakes) {
  const Outcome outcome = Read(R"({"data": [{}, {}, {}]})", 2);
  ASSERT_FALSE(outcome.summary.ok());
  EXPECT_EQ(outcome.summary.error(),
            (JsonError{JsonError::Kind::kTooLarge, "more than 2 rows"}));
}

std::string ErrorOf(const std::string& text) {
  const Outcome outcome = Read(text);
  if (outcome.summary) return "";
  EXPECT_EQ(outcome.summary.error().kind, JsonError::Kind::kSchema) << text;
  return outcome.summary.error().message;
}

TEST(ReadRows, RefusesADocumentThatReportsAFailure) {
  for (const auto& [members, key] : {
           std::pair{R"("error": "no such account")", "error"},
           {R"("error": true)", "error"},
           {R"("error": 7)", "error"},
           {R"("error": {"code": 1})", "error"},
           {R"("error": [0])", "error"},
           {R"("errors": [{}])", "errors"},
           {R"("errors": "x")", "errors"},
           {R"("code": 400)", "code"},
           {R"("status": "fail")", "status"},
           {R"("status": "Failed")", "status"},
           {R"("status": " ERROR ")", "status"},
           {R"("error": null, "error": "x")", "error"},
       }) {
    EXPECT_THAT(
        ErrorOf(std::string(R"({"data": [], "total": 0, )") + members + "}"),
        testing::HasSubstr("`" + std::string(key) + "`"))
        << members;
  }
}

TEST(ReadRows, AcceptsADocumentThatReportsNoFailure) {
  for (const char* members : {
           R"("error": null)",
           R"("error": "")",
           R"("error": " ")",
           R"("error": false)",
           R"("error": "False")",
           R"("error": "NULL")",
           R"("error": 0)",
           R"("error": "0.0")",
           R"("error": {})",
           R"("errors": [])",
           R"("code": 399)",
           R"("code": 200)",
           R"("code": "x")",
           R"("code": [500])",
           R"("status": "success")",
           R"("status": 500)",
           R"("meta": {"error": "x", "errors": [1], "status": "fail"})",
           R"("error": "x", "error": null)",
           R"("error": {"x": 1}, "error": {})",
           R"("status": "fail", "status": {})",
       }) {
    EXPECT_EQ(ErrorOf(std::string(R"({"data": [{"error": {"x": [1]}}], )") +
                      members + "}"),
              "")
        << members;
  }
}

TEST(ReadRows, AcceptsNullAsAnEmptyListIfTheTotalIsZero) {
  EXPECT_EQ(*Read(R"({"data": null, "total": 0})").summary,
            (RowsSummary{0, 0, 0}));
  EXPECT_EQ(*Read(R"({"total": "0", "data": null})").summary,
            (RowsSummary{0, 0, 0}));
  for (const char* text : {R"({"data": null, "total": 3})", R"({"data": null})",
                           R"({"data": null, "data": "x", "total": 0})",
                           R"({"x": {"data": null}, "total": 0})",
                           R"({"data": {}, "total": 0})"}) {
    EXPECT_NE(ErrorOf(text), "") << text;
  }
}

TEST(ReadRows, TakesNullForAnEmptyListInAListingWithoutTotal) {
  const auto is_list = [](std::string_view document) {
    TextSource source(document);
    Recorder rows;
    return ReadRows(source, rows, Listing::kWithoutTotal).ok();
  };
  EXPECT_TRUE(is_list(R"({"data": null})"));
  EXPECT_TRUE(is_list(R"({"data": null, "total": 0})"));
  EXPECT_FALSE(is_list(R"({"data": null, "total": 2})"));
  EXPECT_FALSE(is_list(R"({"data": null, "code": 500})"));
  EXPECT_FALSE(is_list("{}"));
}

}  // namespace
}  // namespace pitel
