#include "render/samples.h"

#include <gtest/gtest.h>

#include <limits>

namespace pitel {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Family Gauge(std::vector<std::string> label_names) {
  Family family;
  family.header = {"pitel_thing", "A thing.", MetricType::kGauge,
                   std::move(label_names)};
  return family;
}

TEST(RenderSamples, PutsTheTargetFirst) {
  Family family = Gauge({"tenant", "state"});
  family.Add({"a.example", "oncall"}, 1);
  family.Add({"b.example", "ringing"}, 200000);
  EXPECT_EQ(
      RenderSamples(family, "hcm"),
      "pitel_thing{target=\"hcm\",tenant=\"a.example\",state=\"oncall\"} 1\n"
      "pitel_thing{target=\"hcm\",tenant=\"b.example\",state=\"ringing\"} "
      "200000\n");
}

TEST(RenderSamples, LeavesTheTargetOutWhereThereIsNone) {
  Family family = Gauge({"version"});
  family.Add({"1.2.3"}, 1);
  EXPECT_EQ(RenderSamples(family, ""), "pitel_thing{version=\"1.2.3\"} 1\n");
}

TEST(RenderSamples, WritesNoBracesWithoutLabels) {
  Family family = Gauge({});
  family.Add({}, 0.5);
  EXPECT_EQ(RenderSamples(family, ""), "pitel_thing 0.5\n");
  EXPECT_EQ(RenderSamples(family, "hcm"), "pitel_thing{target=\"hcm\"} 0.5\n");
}

TEST(RenderSamples, EscapesLabelValues) {
  Family family = Gauge({"tenant"});
  family.Add({"a\\b\"c\nd\\n"}, 1);
  EXPECT_EQ(RenderSamples(family, "\""),
            "pitel_thing{target=\"\\\"\",tenant=\"a\\\\b\\\"c\\nd\\\\n\"} 1\n");
}

TEST(RenderSamples, ExpandsHistograms) {
  Family family = Gauge({"operation"});
  family.header.type = MetricType::kHistogram;
  family.label_values = {"monitor", "token"};
  family.histograms = {{{{0.05, 1}, {5, 3}, {kInfinity, 4}}, 12.25},
                       {{{0.05, 0}, {5, 0}, {kInfinity, 0}}, 0}};
  EXPECT_EQ(
      RenderSamples(family, "hcm"),
      "pitel_thing_bucket{target=\"hcm\",operation=\"monitor\",le=\"0.05\"} 1\n"
      "pitel_thing_bucket{target=\"hcm\",operation=\"monitor\",le=\"5.0\"} 3\n"
      "pitel_thing_bucket{target=\"hcm\",operation=\"monitor\",le=\"+Inf\"} 4\n"
      "pitel_thing_sum{target=\"hcm\",operation=\"monitor\"} 12.25\n"
      "pitel_thing_count{target=\"hcm\",operation=\"monitor\"} 4\n"
      "pitel_thing_bucket{target=\"hcm\",operation=\"token\",le=\"0.05\"} 0\n"
      "pitel_thing_bucket{target=\"hcm\",operation=\"token\",le=\"5.0\"} 0\n"
      "pitel_thing_bucket{target=\"hcm\",operation=\"token\",le=\"+Inf\"} 0\n"
      "pitel_thing_sum{target=\"hcm\",operation=\"token\"} 0\n"
      "pitel_thing_count{target=\"hcm\",operation=\"token\"} 0\n");
}

TEST(RenderSamples, LabelsBucketsOfAHistogramWithoutLabels) {
  Family family = Gauge({});
  family.histograms = {{{{kInfinity, 2}}, 3}};
  EXPECT_EQ(RenderSamples(family, ""),
            "pitel_thing_bucket{le=\"+Inf\"} 2\n"
            "pitel_thing_sum 3\n"
            "pitel_thing_count 2\n");
}

}  // namespace
}  // namespace pitel
