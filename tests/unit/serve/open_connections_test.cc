#include "serve/open_connections.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr SteadyTime kNow{seconds(1000)};

class FakeConnection final : public OpenConnection {
 public:
  FakeConnection(OpenConnections& open, ConnectionPhase phase,
                 std::chrono::nanoseconds waiting, bool has_scrape = false)
      : open_(open), has_scrape_(has_scrape) {
    Wait(phase, kNow - waiting);
    open_.Add(*this);
  }
  ~FakeConnection() override { open_.Remove(*this); }
  bool HasScrape() const override { return has_scrape_; }
  void Shed() override {
    was_shed = true;
    open_.Remove(*this);
  }

  bool was_shed = false;

 private:
  OpenConnections& open_;
  const bool has_scrape_;
};

TEST(OpenConnections, ShedTheLongestWaitingOfTheFirstPhase) {
  OpenConnections open;
  FakeConnection reader(open, ConnectionPhase::kReader, seconds(90), true);
  FakeConnection request(open, ConnectionPhase::kRequest, seconds(80));
  FakeConnection young(open, ConnectionPhase::kIdle, seconds(1));
  FakeConnection old(open, ConnectionPhase::kIdle, seconds(2));
  for (const FakeConnection* next : {&old, &young, &request, &reader}) {
    EXPECT_FALSE(next->was_shed);
    EXPECT_TRUE(open.ShedOne(kNow));
    EXPECT_TRUE(next->was_shed);
  }
  EXPECT_FALSE(open.ShedOne(kNow));
  EXPECT_EQ(open.shed(), 4u);
  EXPECT_EQ(open.size(), 0u);
}

TEST(OpenConnections, LeaveClientsThatReadTheirResponseAlone) {
  OpenConnections open;
  FakeConnection reader(open, ConnectionPhase::kReader,
                        kPatience - milliseconds(1), true);
  EXPECT_FALSE(open.ShedOne(kNow));
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
    EXPECT_TRUE(open.ShedOne(kNow));
    EXPECT_TRUE(next->was_shed);
  }
  EXPECT_FALSE(open.ShedOne(kNow));
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

}  // namespace
}  // namespace pitel
