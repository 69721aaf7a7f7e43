#include "simulator/recording.h"

#include <gtest/gtest.h>

#include <sstream>
#include <stdexcept>

#include "doctor/recorded_rows.h"

namespace pitel::simulation {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

std::vector<RecordedPoll> Read(const std::string& text, int target = 1) {
  std::istringstream input(text);
  return ReadRecording(input, target);
}

std::string Line(std::size_t target, int at, const std::string& body) {
  FetchReport report;
  report.sent.wall = WallTime(milliseconds(at));
  report.requests = {{Operation::kMonitor, milliseconds(7)}};
  return RecordedLine(target, report, body);
}

TEST(Recording, HasThePollsOfATarget) {
  const std::string text = RecordingHeader() +
                           Line(1, 1000, R"({"data":[{}],"total":1})") +
                           Line(2, 1500, R"({"data":[],"total":0})") +
                           Line(1, 2000, R"({"data":[]})");
  const auto polls = Read(text);
  ASSERT_EQ(polls.size(), 2u);
  EXPECT_EQ(polls[0].at, milliseconds(1000));
  EXPECT_EQ(polls[0].duration, milliseconds(7));
  EXPECT_EQ(polls[0].body, R"({"data":[{}],"total":1})");
  EXPECT_EQ(polls[1].body, R"({"data":[]})");
  EXPECT_EQ(Read(text, 2).size(), 1u);
}

TEST(Recording, HasFailures) {
  FetchReport report;
  report.failure =
      Failure{Operation::kMonitor, FailureReason::kHttp5xx, "", {}, 503};
  const auto polls = Read(RecordingHeader() + RecordedLine(1, report, ""));
  ASSERT_EQ(polls.size(), 1u);
  EXPECT_EQ(polls[0].failure, "http_5xx");
  EXPECT_EQ(polls[0].status, 503u);
  EXPECT_EQ(polls[0].body, "");
}

TEST(Recording, MayEndInTheMiddleOfALine) {
  const std::string line = Line(1, 1000, R"({"data":[]})");
  EXPECT_EQ(Read(RecordingHeader() + line + line.substr(0, 20)).size(), 1u);
}

TEST(Recording, MustBeOne) {
  const std::string line = Line(1, 1000, R"({"data":[]})");
  for (const std::string& text :
       {std::string(), line, RecordingHeader(), RecordingHeader() + "{\n",
        RecordingHeader() + "{\"target\":1}\n",
        std::string("{\"format\":\"pitel_exporter recording\","
                    "\"version\":2}\n") +
            line}) {
    EXPECT_THROW(Read(text), std::runtime_error) << text;
  }
  EXPECT_THROW(Read(RecordingHeader() + line, 2), std::runtime_error);
}

TEST(ShiftCallTimes, MovesThemWhateverTheirForm) {
  const auto shifted = [](const std::string& time) {
    return ShiftCallTimes(R"({"data":[{"call_time":")" + time + R"("}]})",
                          hours(24) + seconds(2));
  };
  const auto expected = [](const std::string& time) {
    return R"({"data":[{"call_time":")" + time + R"("}]})";
  };
  EXPECT_EQ(shifted("2024-02-28 23:59:58"), expected("2024-03-01 00:00:00"));
  EXPECT_EQ(shifted("2024-05-06T09:00:00.5+07:00"),
            expected("2024-05-07T09:00:02.5+07:00"));
  EXPECT_EQ(shifted("0001-01-01T00:00:00Z"), expected("0001-01-01T00:00:00Z"));
  EXPECT_EQ(shifted("unreadable-00"), expected("unreadable-00"));
}

}  // namespace
}  // namespace pitel::simulation
