#include "fetch/failure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace pitel {
namespace {

using ::testing::ElementsAre;

TEST(Failure, ReasonsAndOperationsHaveTheirLabelValues) {
  std::vector<std::string_view> reasons;
  for (const auto reason : kFailureReasons) reasons.push_back(ToString(reason));
  EXPECT_THAT(reasons,
              ElementsAre("dns", "connect", "tls", "timeout", "unauthorized",
                          "forbidden", "rate_limited", "http_4xx", "http_5xx",
                          "redirect", "too_large", "truncated", "parse",
                          "schema", "stuck", "other"));
  EXPECT_EQ(ToString(Operation::kMonitor), "monitor");
  EXPECT_EQ(ToString(Operation::kToken), "token");
  EXPECT_EQ(ToString(Operation::kQueue), "queue");
}

}  // namespace
}  // namespace pitel
