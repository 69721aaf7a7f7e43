#include "serve/open_connections.h"

#include <gtest/gtest.h>

#include "unit/serve/fake_connection.h"

namespace pitel {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::FakeConnection;

constexpr SteadyTime kNow = FakeConnection::kNow;
constexpr ShedCause kCause = ShedCause::kConnections;

TEST(OpenConnections, ShedTheLongestWaitingOfTheFirstPhase) {
  OpenConnections open;
  FakeConnection reader(open, ConnectionPhase::kReader, seconds(90), true);
  FakeConnection request(open, ConnectionPhase::kRequest, seconds(80));
  FakeConnection handshake(open, ConnectionPhase::kHandshake, seconds(70));
  FakeConnection young(open, ConnectionPhase::kIdle, seconds(1));
  FakeConnection old(open, ConnectionPhase::kIdle, seconds(2));
  for (const FakeConnection* next :
       {&old, &young, &handshake, &request, &reader}) {
    EXPECT_FALSE(next->was_shed);
    EXPECT_TRUE(open.ShedOne(kNow, kCause));
    EXPECT_TRUE(next->was_shed);
  }
  EXPECT_FALSE(open.ShedOne(kNow, kCause));
  EXPECT_EQ(open.shed(kCause), 5u);
  EXPECT_EQ(open.size(), 0u);
}

TEST(OpenConnections, LeaveClientsThatReadTheirResponseAlone) {
  OpenConnections open;
  FakeConnection reader(open, ConnectionPhase::kReader,
                        kClientStalledAfter - milliseconds(1), true);
  EXPECT_FALSE(open.ShedOne(kNow, kCause));
  EXPECT_FALSE(open.ShedScrape(kNow));
  EXPECT_TRUE(open.ShedScrape(kNow + milliseconds(1)));
  EXPECT_TRUE(reader.was_shed);
}

TEST(OpenConnections, ShedNewcomersOnlyIfNobodyElseKeepsWaiting) {
  OpenConnections open;
  FakeConnection newcomer(open, ConnectionPhase::kIdle, milliseconds(1));
  FakeConnection request(open, ConnectionPhase::kRequest, milliseconds(2));
  FakeConnection stalled(open, ConnectionPhase::kReader, seconds(1));
  FakeConnection reader(open, ConnectionPhase::kReader, milliseconds(3));
  for (const FakeConnection* next : {&stalled, &request, &newcomer}) {
    EXPECT_FALSE(next->was_shed);
    EXPECT_TRUE(open.ShedOne(kNow, kCause));
    EXPECT_TRUE(next->was_shed);
  }
  EXPECT_FALSE(open.ShedOne(kNow, kCause));
}

TEST(OpenConnections, ShedOnlyAScrapeForAScrape) {
  OpenConnections open;
  FakeConnection idle(open, ConnectionPhase::kIdle, seconds(90));
  FakeConnection other(open, ConnectionPhase::kReader, seconds(80), false);
  FakeConnection young(open, ConnectionPhase::kReader, seconds(1), true);
  FakeConnection old(open, ConnectionPhase::kReader, seconds(2), true);
  EXPECT_TRUE(open.ShedScrape(kNow));
  EXPECT_TRUE(old.was_shed);
  EXPECT_TRUE(open.ShedScrape(kNow));
  EXPECT_TRUE(young.was_shed);
  EXPECT_FALSE(open.ShedScrape(kNow));
}

TEST(OpenConnections, ShedAScrapeOnceItsOwnPatienceIsOver) {
  OpenConnections open;
  FakeConnection begun(open, ConnectionPhase::kReader, milliseconds(19), true);
  FakeConnection unread(open, ConnectionPhase::kReader, milliseconds(20), true);
  FakeConnection read(open, ConnectionPhase::kReader, milliseconds(90), true);
  begun.patience = unread.patience = milliseconds(20);
  EXPECT_TRUE(open.ShedScrape(kNow));
  EXPECT_TRUE(unread.was_shed);
  EXPECT_FALSE(open.ShedScrape(kNow));
}

TEST(OpenConnections, ShedAScrapeOfTheNetworkWithTheMost) {
  OpenConnections open;
  FakeConnection lonely(open, ConnectionPhase::kReader, seconds(9), true, "b");
  FakeConnection young(open, ConnectionPhase::kReader, seconds(1), true);
  FakeConnection old(open, ConnectionPhase::kReader, seconds(2), true);
  FakeConnection read(open, ConnectionPhase::kReader, seconds(0), true);
  for (const FakeConnection* next : {&old, &young, &lonely}) {
    EXPECT_FALSE(next->was_shed);
    EXPECT_TRUE(open.ShedScrape(kNow));
    EXPECT_TRUE(next->was_shed);
  }
  EXPECT_FALSE(open.ShedScrape(kNow));
}

TEST(OpenConnections, CountWhatTheyShedByCause) {
  OpenConnections open;
  FakeConnection a(open, ConnectionPhase::kIdle, seconds(1));
  FakeConnection b(open, ConnectionPhase::kIdle, seconds(1));
  FakeConnection c(open, ConnectionPhase::kReader, seconds(1), true);
  EXPECT_TRUE(open.ShedOne(kNow, ShedCause::kDescriptors));
  EXPECT_TRUE(open.ShedOne(kNow, ShedCause::kDescriptors));
  EXPECT_TRUE(open.ShedScrape(kNow));
  EXPECT_FALSE(open.ShedOne(kNow, ShedCause::kConnections));
  EXPECT_EQ(open.shed(ShedCause::kConnections), 0u);
  EXPECT_EQ(open.shed(ShedCause::kDescriptors), 2u);
  EXPECT_EQ(open.shed(ShedCause::kScrapes), 1u);
}

}  // namespace
}  // namespace pitel
