#include "calls/row_problems.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pitel {
namespace {

using testing::ElementsAre;

TEST(RowProblems, AddUp) {
  RowProblems sum{1, 2, 3, 4};
  sum += {10, 20, 30, 40};
  EXPECT_EQ(sum, (RowProblems{11, 22, 33, 44}));
}

TEST(RowProblems, AreCountersByReasonAndField) {
  const auto families = RowProblemCounters({1, 2, 3, 4});
  ASSERT_EQ(families.size(), 2u);
  EXPECT_EQ(families[0].header().name, "pitel_api_rejected_rows_total");
  EXPECT_EQ(families[0].header().type, MetricType::kCounter);
  EXPECT_THAT(families[0].label_values, ElementsAre("not_an_object"));
  EXPECT_THAT(families[0].values, ElementsAre(1));
  EXPECT_EQ(families[1].header().name, "pitel_api_unknown_values_total");
  EXPECT_THAT(families[1].label_values,
              ElementsAre("call_state", "call_time", "direction"));
  EXPECT_THAT(families[1].values, ElementsAre(2, 4, 3));
}

}  // namespace
}  // namespace pitel
