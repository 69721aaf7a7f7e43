#include "app/server_progress.h"

#include <gtest/gtest.h>

#include "support/fake_clock.h"
#include "unit/serve/example_site.h"

namespace pitel {
namespace {

using std::chrono::nanoseconds;
using std::chrono::seconds;

// The server reads a clock of its own, so that it makes no progress on the
// watchdog's.
class ServerProgressTest : public ::testing::Test {
 protected:
  ServerProgressTest() { clock_.Set(site_clock_.Now()); }

  FakeClock site_clock_;
  FakeClock clock_;
  testing::ExampleSite example_;
  Log log_{LogLevel::kError, LogFormat::kLogfmt};
  const Server server_{
      {.listen_addresses = {"127.0.0.1:0"}}, example_.site(site_clock_), log_};
  ServerProgress progress_{clock_};
};

TEST_F(ServerProgressTest, IsNotOverdueBeforeThereIsAServer) {
  clock_.Advance(seconds(60));
  EXPECT_EQ(progress_.Overdue(), nanoseconds(0));
}

TEST_F(ServerProgressTest, IsOverdueSinceTheServersLastProgress) {
  progress_.Watch(server_);
  EXPECT_LE(progress_.Overdue(), progress_.Patience());
  clock_.Advance(seconds(9));
  EXPECT_EQ(progress_.Overdue(), seconds(9));
  EXPECT_LE(progress_.Overdue(), progress_.Patience());
  clock_.Advance(seconds(2));
  EXPECT_GT(progress_.Overdue(), progress_.Patience());
}

}  // namespace
}  // namespace pitel
