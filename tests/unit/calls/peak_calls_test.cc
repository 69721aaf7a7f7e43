#include "calls/peak_calls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pitel {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;

class PeakCallsTest : public testing::Test {
 protected:
  // The peaks of tenants "a", "b" and so on after a poll with these calls.
  std::vector<std::uint64_t> Poll(seconds time,
                                  const std::vector<std::uint64_t>& calls) {
    std::vector<CallSnapshot::Tenant> tenants;
    for (const std::uint64_t count : calls) {
      const char letter = static_cast<char>('a' + tenants.size());
      tenants.push_back({.label = {letter}, .active_calls = count});
    }
    peaks_.Update(SteadyTime(time), tenants);
    std::vector<std::uint64_t> peaks;
    for (const auto& tenant : tenants) {
      peaks.push_back(tenant.active_calls_peak);
    }
    return peaks;
  }

  PeakCalls peaks_;
};

TEST_F(PeakCallsTest, ShowsTheMostCallsOfEachTenant) {
  EXPECT_THAT(Poll(seconds(0), {3, 0}), ElementsAre(3, 0));
  EXPECT_THAT(Poll(seconds(10), {1, 2}), ElementsAre(3, 2));
  EXPECT_THAT(Poll(seconds(20), {2, 1}), ElementsAre(3, 2));
}

TEST_F(PeakCallsTest, FallsToTheNextPeakAfterFiveMinutes) {
  Poll(seconds(0), {9});
  Poll(seconds(10), {4});
  Poll(seconds(20), {6});
  Poll(seconds(30), {5});
  EXPECT_THAT(Poll(seconds(300), {1}), ElementsAre(9));
  EXPECT_THAT(Poll(seconds(301), {1}), ElementsAre(6));
  EXPECT_THAT(Poll(seconds(321), {1}), ElementsAre(5));
  EXPECT_THAT(Poll(seconds(331), {1}), ElementsAre(1));
}

TEST_F(PeakCallsTest, KeepsThePeakOfATenantThatIsAbsentForAWhile) {
  Poll(seconds(0), {1, 7});
  EXPECT_THAT(Poll(seconds(10), {1}), ElementsAre(1));
  EXPECT_THAT(Poll(seconds(20), {1, 0}), ElementsAre(1, 7));
  Poll(seconds(30), {1});
  EXPECT_THAT(Poll(seconds(400), {1, 0}), ElementsAre(1, 0));
}

}  // namespace
}  // namespace pitel
