#include "metric/family.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pitel {
namespace {

using testing::ElementsAre;

constexpr FamilyHeader kCalls{
    "pitel_active_calls", "Calls.", MetricType::kGauge, {"tenant", "state"}};
constexpr FamilyHeader kWaits{
    "pitel_wait_seconds", "Waits.", MetricType::kHistogram, {"tenant"}};

TEST(LabelNames, KeepTheirOrder) {
  const auto& names = kCalls.label_names;
  EXPECT_EQ((std::vector<std::string_view>(names.begin(), names.end())),
            (std::vector<std::string_view>{"tenant", "state"}));
  EXPECT_EQ(kCalls.label_names[1], "state");
  EXPECT_EQ(LabelNames().size(), 0u);
  EXPECT_NE(kCalls.label_names, kWaits.label_names);
}

TEST(Family, KeepsTheLabelsOfEachSeriesTogether) {
  Family family(kCalls);
  EXPECT_EQ(family.size(), 0u);
  family.Add({"a", "ringing"}, 1);
  family.Add({"b", "oncall"}, 2.5);
  EXPECT_EQ(family.header(), kCalls);
  EXPECT_THAT(family.label_values, ElementsAre("a", "ringing", "b", "oncall"));
  EXPECT_THAT(family.values, ElementsAre(1, 2.5));
  EXPECT_EQ(family.size(), 2u);
}

TEST(Family, CountsHistogramsAsSeries) {
  Family family(kWaits);
  const HistogramValue value{{{1, 2}, {5, 3}}, 4.5};
  family.Add({"a"}, value);
  EXPECT_THAT(family.label_values, ElementsAre("a"));
  EXPECT_THAT(family.histograms, ElementsAre(value));
  EXPECT_EQ(family.size(), 1u);
}

TEST(Family, OfOneValueHasNoLabels) {
  const Family family(kCalls, 3);
  EXPECT_TRUE(family.label_values.empty());
  EXPECT_THAT(family.values, ElementsAre(3));
}

}  // namespace
}  // namespace pitel
