#include "queues/queue_response.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

namespace pitel {
namespace {

using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// 2024-05-06T02:00:00Z.
constexpr WallTime kNine{seconds(1'714'960'800)};

class QueueResponseTest : public testing::Test {
 protected:
  Result<QueueResponse, JsonError> Read(const std::string& document) {
    TextSource body(document);
    return ReadQueueResponse(body, rules_, hash_);
  }
  QueueResponse ReadRows(const std::string& rows) {
    auto response = Read("{\"data\": [" + rows + "]}");
    EXPECT_TRUE(response.ok()) << rows;
    return response.ok() ? *response : QueueResponse();
  }
  JsonError::Kind KindOf(const std::string& document) {
    const auto response = Read(document);
    EXPECT_FALSE(response.ok()) << document;
    return response.ok() ? JsonError::Kind::kTooLarge : response.error().kind;
  }

  QueueRules rules_;
  const KeyedHash hash_;
};

std::string Row(const std::string& call, const std::string& more = "") {
  return R"({"call_center_queue_uuid": "q", "call_uuid": ")" + call +
         R"(", "status": "Waiting")" + more + "}";
}

TEST_F(QueueResponseTest, ReadsARow) {
  const auto response = ReadRows(R"({
      "call_center_queue_uuid": "AAAA-1", "call_center_queue_name": "Sales",
      "call_center_agent_uuid": "u", "call_center_agent_name": "An",
      "mobile": "0900000001", "status": " answered ",
      "joined_time": "2024-05-06T09:00:00+07:00",
      "bridged_time": "2024-05-06T02:00:10.5Z",
      "rejoined_time": "1970-01-01T08:00:00+08:00",
      "abandoned_time": "0001-01-01T00:00:00Z", "call_uuid": "c"})");
  EXPECT_THAT(response.queues, ElementsAre("aaaa-1"));
  ASSERT_EQ(response.rows.size(), 1u);
  const QueueRow& row = response.rows.front();
  EXPECT_NE(row.caller, 0u);
  EXPECT_EQ(row.state, QueueState::kAnswered);
  EXPECT_EQ(row.joined, kNine);
  EXPECT_EQ(row.bridged, kNine + std::chrono::milliseconds(10'500));
  EXPECT_EQ(row.rejoined, kNoInstant);
  EXPECT_EQ(row.abandoned, kNoInstant);
}

TEST_F(QueueResponseTest, IdentifiesACallerByCallAndQueueInAnyCase) {
  const auto rows =
      ReadRows(Row("A") + "," + Row("a") + "," + Row("b") + "," +
               R"({"call_center_queue_uuid": "r", "call_uuid": "a"})")
          .rows;
  EXPECT_EQ(rows.size(), 3u);
  EXPECT_EQ(ReadRows(Row("a")).rows, ReadRows(Row(" A ")).rows);
}

TEST_F(QueueResponseTest, MakesEachRowWithoutACallUuidACaller) {
  const std::string joined = R"(, "joined_time": "2024-05-06T09:00:00+07:00")";
  for (const char* none :
       {"", "null", "NONE", "0", "-", "00000000-0000-0000-0000-000000000000"}) {
    const auto two = Row(none, joined) + "," + Row(none, joined);
    const auto rows = ReadRows(two).rows;
    ASSERT_EQ(rows.size(), 2u) << none;
    EXPECT_NE(rows[0].caller, rows[1].caller) << none;
    EXPECT_EQ(rows, ReadRows(two).rows) << "recognised by the time it joined";
  }
  const auto rows = ReadRows(Row("") + "," + Row("")).rows;
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].caller, 0u);
  EXPECT_EQ(rows[1].caller, 0u);
}

TEST_F(QueueResponseTest, TakesTheRowThatJoinedLast) {
  const std::string old_row =
      R"({"call_center_queue_uuid": "q", "call_uuid": "a",
          "status": "Abandoned", "joined_time": "2024-05-06T02:00:00Z"})";
  const std::string new_row =
      R"({"call_center_queue_uuid": "q", "call_uuid": "a",
          "status": "Waiting", "joined_time": "2024-05-06T02:00:00Z",
          "rejoined_time": "2024-05-06T02:01:00Z"})";
  for (const auto& rows : {old_row + "," + new_row, new_row + "," + old_row}) {
    const auto response = ReadRows(rows);
    ASSERT_EQ(response.rows.size(), 1u);
    EXPECT_EQ(response.rows.front().state, QueueState::kWaiting);
  }
}

TEST_F(QueueResponseTest, TakesTheRowFurthestAlongOfThoseThatJoinedAtOnce) {
  const std::string waiting = R"({"call_uuid": "a", "status": "Waiting"})";
  const std::string answered = R"({"call_uuid": "a", "status": "Answered"})";
  for (const auto& rows :
       {waiting + "," + answered, answered + "," + waiting}) {
    const auto response = ReadRows(rows);
    ASSERT_EQ(response.rows.size(), 1u);
    EXPECT_EQ(response.rows.front().state, QueueState::kAnswered);
  }
}

TEST_F(QueueResponseTest, SkipsWhatIsNotARow) {
  EXPECT_EQ(ReadRows("7, null, [], " + Row("a")).rows.size(), 1u);
}

TEST_F(QueueResponseTest, TakesNullForAnEmptyList) {
  for (const char* document :
       {R"({"data": null})", R"({"data": []})", R"({"data": null, "total": 0})",
        "\xEF\xBB\xBF{\"data\": null, \"status\": \"success\"}"}) {
    const auto response = Read(document);
    ASSERT_TRUE(response.ok()) << document;
    EXPECT_THAT(response->rows, IsEmpty());
  }
}

TEST_F(QueueResponseTest, RefusesDocumentsAsTheMonitorDoes) {
  for (const char* document :
       {"{}", "[]", "7", R"({"data": {}})", R"({"data": "x"})",
        R"({"data": null, "total": 1})", R"({"data": null, "error": "x"})",
        R"({"data": [], "status": "fail"})", R"({"data": [], "code": 403})",
        R"({"data": [], "errors": [{}]})"}) {
    EXPECT_EQ(KindOf(document), JsonError::Kind::kSchema) << document;
  }
  for (const char* document : {"", "{", R"({"data": []} x)", "<html>"}) {
    EXPECT_EQ(KindOf(document), JsonError::Kind::kParse) << document;
  }
}

TEST_F(QueueResponseTest, ForgetsTheRowsOfARepeatedList) {
  const auto response = Read(R"({"data": [)" + Row("a") + "," + Row("b") +
                             R"(], "data": [)" + Row("c") + "]}");
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->rows, ReadRows(Row("c")).rows);
  EXPECT_THAT(response->queues, ElementsAre("q"));
}

// Without a buffer for the whole document.
class ManyRows final : public ByteSource {
 public:
  explicit ManyRows(std::size_t rows) : left_(rows) {}

  std::string_view Next() override {
    if (!begun_) return begun_ = true, R"({"data": [0)";
    if (left_ == 0) return std::exchange(ended_, true) ? "" : "]}";
    --left_;
    return ",{}";
  }

 private:
  std::size_t left_;
  bool begun_ = false;
  bool ended_ = false;
};

TEST_F(QueueResponseTest, RefusesTooManyRows) {
  ManyRows body(kMostQueueRows + 1);
  const auto response = ReadQueueResponse(body, rules_, hash_);
  ASSERT_FALSE(response.ok());
  EXPECT_EQ(response.error().kind, JsonError::Kind::kTooLarge);
}

}  // namespace
}  // namespace pitel
