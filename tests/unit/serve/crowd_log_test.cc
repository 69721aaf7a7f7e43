#include "serve/crowd_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "unit/serve/fake_connection.h"

namespace pitel {
namespace {

using std::chrono::seconds;
using testing::FakeConnection;

constexpr SteadyTime kNow = FakeConnection::kNow;

class CrowdLogTest : public ::testing::Test {
 protected:
  CrowdLogTest() { ::testing::internal::CaptureStderr(); }

  void ShedOne(ShedCause cause) {
    FakeConnection stalled(open_, ConnectionPhase::kReader, seconds(1), true);
    if (cause == ShedCause::kScrapes) {
      EXPECT_TRUE(open_.ShedScrape(kNow));
    } else {
      EXPECT_TRUE(open_.ShedOne(kNow, cause));
    }
  }
  // The messages since the last call, without level and time.
  std::string Lines() {
    log_.Flush(std::chrono::minutes(1));
    std::string lines = ::testing::internal::GetCapturedStderr();
    ::testing::internal::CaptureStderr();
    for (std::size_t at = 0; at < lines.size(); at = lines.find('\n', at) + 1) {
      lines.erase(at, lines.find("msg=", at) - at);
    }
    return lines;
  }
  ~CrowdLogTest() override { ::testing::internal::GetCapturedStderr(); }

  Log log_{LogLevel::kInfo, LogFormat::kLogfmt};
  OpenConnections open_;
  CrowdLog crowd_{open_, {.connections = 512, .scrapes = 40}, log_};
};

TEST_F(CrowdLogTest, LogsTheStartAndTheEndOfACrowd) {
  crowd_.Check(kNow);
  EXPECT_EQ(Lines(), "");
  SteadyTime now = kNow;
  for (int i = 0; i < 100; ++i, now += seconds(60)) {
    ShedOne(ShedCause::kConnections);
    crowd_.Check(now);
    crowd_.Check(now + seconds(59));
  }
  EXPECT_EQ(Lines(),
            "msg=\"too many connections, closing idle or stalled ones\" "
            "limit=512\n");
  crowd_.Check(now + seconds(1));
  crowd_.Check(now + seconds(2));
  EXPECT_EQ(Lines(), "msg=\"no longer too many connections\" closed=100\n");
}

TEST_F(CrowdLogTest, NamesTheLimitOfScrapesAndItsFlag) {
  ShedOne(ShedCause::kScrapes);
  crowd_.Check(kNow);
  crowd_.Check(kNow + seconds(61));
  EXPECT_EQ(Lines(),
            "msg=\"too many concurrent scrapes, closing stalled ones\" "
            "limit=40 flag=--web.max-requests\n"
            "msg=\"no longer too many concurrent scrapes\" closed=1\n");
}

TEST_F(CrowdLogTest, LogsOnceThatConnectionsAreRefused) {
  for (int i = 0; i < 3; ++i) {
    crowd_.CountRefusedConnection();
    crowd_.Check(kNow + seconds(i));
  }
  EXPECT_EQ(Lines(),
            "msg=\"too many connections in use, refusing new ones\" "
            "limit=512\n");
  crowd_.Check(kNow + seconds(63));
  EXPECT_EQ(Lines(), "msg=\"no longer refusing connections\" refused=3\n");
}

TEST_F(CrowdLogTest, LogsOnceAMinuteHowManyScrapesWereRefused) {
  const auto line = [](int refused) {
    return "msg=\"too many concurrent scrapes, refusing new ones\" limit=40 "
           "flag=--web.max-requests refused=" +
           std::to_string(refused) + "\n";
  };
  for (int second = 0; second < 90; ++second) {
    crowd_.CountRefusedScrape();
    crowd_.CountRefusedScrape();
    crowd_.Check(kNow + seconds(second));
  }
  EXPECT_EQ(Lines(), line(2) + line(120));
  crowd_.Check(kNow + seconds(120));
  EXPECT_EQ(Lines(), line(58)) << "those refused since the last line";
  crowd_.Check(kNow + seconds(600));
  EXPECT_EQ(Lines(), "");
}

TEST_F(CrowdLogTest, LogsOnceThatHandshakesFailAndWhy) {
  for (int i = 0; i < 3; ++i) {
    crowd_.CountFailedHandshake(std::make_error_code(std::errc::io_error));
    crowd_.Check(kNow + seconds(i));
  }
  crowd_.Check(kNow + seconds(63));
  EXPECT_EQ(Lines(),
            "msg=\"TLS handshakes fail\" reason=\"Input/output error\"\n"
            "msg=\"TLS handshakes no longer fail\" failed_handshakes=3\n");
}

TEST_F(CrowdLogTest, LogsOnceThatDescriptorsRanOutAndWhatToDo) {
  for (int i = 0; i < 100; ++i) {
    crowd_.CountFailedAccept(
        std::make_error_code(std::errc::too_many_files_open));
    ShedOne(ShedCause::kDescriptors);
    crowd_.Check(kNow + seconds(i));
  }
  EXPECT_THAT(Lines(),
              ::testing::MatchesRegex(
                  "msg=\"too many open files, closing idle or stalled "
                  "connections\" limit=[0-9]+ "
                  "advice=\"raise it with LimitNOFILE or ulimit -n\"\n"));
  crowd_.Check(kNow + seconds(160));
  EXPECT_EQ(Lines(),
            "msg=\"no longer too many open files\" failed_accepts=100\n");
}

TEST_F(CrowdLogTest, LogsOnceThatClientsCannotBeAccepted) {
  for (int i = 0; i < 3; ++i) {
    crowd_.CountFailedAccept(
        std::make_error_code(std::errc::not_enough_memory));
    crowd_.Check(kNow);
  }
  crowd_.Check(kNow + seconds(61));
  EXPECT_EQ(Lines(),
            "msg=\"cannot accept connections\" "
            "reason=\"Cannot allocate memory\"\n"
            "msg=\"accepting connections again\" failed_accepts=3\n");
}

}  // namespace
}  // namespace pitel
