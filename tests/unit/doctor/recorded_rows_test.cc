#include "doctor/recorded_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/scalars.h"
#include "scripted_polls.h"

namespace pitel {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Recorded(const std::string& body) {
  const Pseudonyms pseudonyms;
  RecordedRows rows(pseudonyms);
  TextSource source(body);
  const auto summary = ReadMonitorRows(source, {&rows});
  EXPECT_TRUE(summary.ok());
  return rows.Body(*summary);
}

TEST(RecordedRows, AreAResponse) {
  const std::string body = Recorded(
      MonitorBody({Ringing("1", "a", "0900000001"), RowFields()}, "\"7\""));
  TextSource source(body);
  const auto summary = ReadMonitorRows(source, {});
  ASSERT_TRUE(summary.ok()) << body;
  EXPECT_EQ(summary->rows, 2u);
  EXPECT_EQ(summary->reported_rows, 7u);
  EXPECT_THAT(body, HasSubstr("\"call_state\":\"RINGING\""));
}

TEST(RecordedRows, LeaveOutUnknownFieldsAndPersonalData) {
  const std::string body = Recorded(MonitorBody(
      {Phone("7741852963", {{"agent_name", "canary"}, {"canary", "canary"}})}));
  EXPECT_THAT(body, Not(HasSubstr("canary")));
  EXPECT_THAT(body, Not(HasSubstr("7741852963")));
}

TEST(RecordedRows, KeepTheNumberOfRowsThatAreNoObjects) {
  EXPECT_EQ(Recorded(R"({"data":[1,{},"x"]})"), R"({"data":[{},null,null]})");
  EXPECT_EQ(Recorded(R"({"data":[],"total":0})"), R"({"data":[],"total":0})");
}

TEST(RecordedRows, KeepNoTotalThatNoListCanHave) {
  EXPECT_EQ(Recorded(R"({"data":[{}],"total":900000001})"),
            R"({"data":[{}],"total":2})");
}

TEST(RecordedLine, HasTimesAndBody) {
  FetchReport report;
  report.sent.wall = WallTime(std::chrono::milliseconds(1'714'960'800'123));
  report.requests = {{Operation::kToken, std::chrono::milliseconds(5)},
                     {Operation::kMonitor, std::chrono::microseconds(85'900)}};
  EXPECT_EQ(RecordedLine(2, report, "{\"data\":[]}"),
            "{\"target\":2,\"at_ms\":1714960800123,\"duration_ms\":85,"
            "\"body\":{\"data\":[]}}\n");
}

TEST(RecordedLine, SaysWhyItFailedWithoutDetails) {
  FetchReport report;
  report.failure = Failure{Operation::kMonitor, FailureReason::kHttp5xx,
                           "canary", std::chrono::seconds(4), 503};
  EXPECT_EQ(RecordedLine(1, report, ""),
            "{\"target\":1,\"at_ms\":0,\"operation\":\"monitor\","
            "\"failure\":\"http_5xx\",\"status\":503}\n");
}

TEST(RecordingHeader, IsALineOfJson) {
  const std::string header = RecordingHeader();
  TextSource source(header);
  const auto scalars = ReadScalars(source);
  ASSERT_TRUE(scalars.ok());
  EXPECT_EQ(scalars->at("version"), "1");
  EXPECT_TRUE(header.ends_with('\n'));
}

}  // namespace
}  // namespace pitel
