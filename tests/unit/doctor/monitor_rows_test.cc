#include "doctor/monitor_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace pitel {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using enum MonitorField;

class KeptRows final : public MonitorRowSink {
 public:
  void ForgetRows() override { rows.clear(); }
  void Take(const MonitorRow& row) override { rows.push_back(row); }

  std::vector<MonitorRow> rows;
};

TEST(MonitorRows, HaveTheDocumentedFieldsTrimmed) {
  KeptRows kept;
  TextSource body(
      R"({"data":[{"agent_name":" a ","extension":107,"x":"y","username":"u"},)"
      R"({"cid_num":null}],"total":2})");
  const auto summary = ReadMonitorRows(body, {&kept});
  ASSERT_TRUE(summary.ok());
  EXPECT_EQ(summary->rows, 2u);
  ASSERT_THAT(kept.rows, SizeIs(2));
  EXPECT_EQ(kept.rows[0][kAgentName], "a");
  EXPECT_EQ(kept.rows[0][kExtension], "107");
  EXPECT_EQ(kept.rows[0][kUsername], "u");
  EXPECT_TRUE(kept.rows[0].has_unknown_fields);
  EXPECT_EQ(kept.rows[1][kAgentName], "");
  EXPECT_FALSE(kept.rows[1].has_unknown_fields);
}

TEST(MonitorRows, HaveNoIdsThatMeanNone) {
  KeptRows kept;
  TextSource body(
      R"({"data":[{"call_id":"NULL","user_uuid":"0","extension":"0",)"
      R"("extension_uuid":"00000000-0000-0000-0000-000000000000"}]})");
  ASSERT_TRUE(ReadMonitorRows(body, {&kept}).ok());
  EXPECT_EQ(kept.rows[0][kCallId], "");
  EXPECT_EQ(kept.rows[0][kUserUuid], "");
  EXPECT_EQ(kept.rows[0][kExtensionUuid], "");
  EXPECT_EQ(kept.rows[0][kExtension], "0");
}

TEST(MonitorRows, GoToEverySinkAndAreForgottenIfTheListComesAgain) {
  KeptRows first;
  KeptRows second;
  TextSource body(R"({"data":[{"extension":"1"}],"data":[]})");
  ASSERT_TRUE(ReadMonitorRows(body, {&first, &second}).ok());
  EXPECT_THAT(first.rows, IsEmpty());
  EXPECT_THAT(second.rows, IsEmpty());
}

TEST(MonitorRows, AreNoneInABrokenDocument) {
  KeptRows kept;
  TextSource body(R"({"data":[{"extension":"1"})");
  const auto summary = ReadMonitorRows(body, {&kept});
  ASSERT_FALSE(summary.ok());
  EXPECT_EQ(summary.error().kind, JsonError::Kind::kParse);
}

TEST(MonitorField, HasItsNameInTheResponse) {
  EXPECT_EQ(ToString(kAgentName), "agent_name");
  EXPECT_EQ(ToString(kBCidNum), "b_cid_num");
  EXPECT_EQ(ToString(kDestination), "destination");
  EXPECT_EQ(ToString(kServerHost), "server_host");
  EXPECT_EQ(ToString(kUsername), "username");
}

}  // namespace
}  // namespace pitel
