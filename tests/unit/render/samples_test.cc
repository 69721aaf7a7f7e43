#include "render/samples.h"

#include <gtest/gtest.h>

#include <limits>

namespace pitel {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

constexpr FamilyHeader kPlain{
    "pitel_thing", "A thing.", MetricType::kGauge, {}};
constexpr FamilyHeader kVersioned{
    "pitel_thing", "A thing.", MetricType::kGauge, {"version"}};
constexpr FamilyHeader kLabelled{
    "pitel_thing", "A thing.", MetricType::kGauge, {"tenant", "state"}};
constexpr FamilyHeader kTenant{
    "pitel_thing", "A thing.", MetricType::kGauge, {"tenant"}};
constexpr FamilyHeader kHistogram{
    "pitel_thing", "A thing.", MetricType::kHistogram, {"operation"}};

std::string SamplesOf(const Family& family, std::string_view target) {
  std::string samples;
  AppendSamples(samples, family, target);
  return samples;
}

TEST(AppendSamples, PutsTheTargetFirst) {
  Family family(kLabelled);
  family.Add({"a.example", "oncall"}, 1);
  family.Add({"b.example", "ringing"}, 200000);
  EXPECT_EQ(
      SamplesOf(family, "hcm"),
      "pitel_thing{target=\"hcm\",tenant=\"a.example\",state=\"oncall\"} 1\n"
      "pitel_thing{target=\"hcm\",tenant=\"b.example\",state=\"ringing\"} "
      "200000\n");
}

TEST(AppendSamples, LeavesTheTargetOutWhereThereIsNone) {
  Family family(kVersioned);
  family.Add({"1.2.3"}, 1);
  EXPECT_EQ(SamplesOf(family, ""), "pitel_thing{version=\"1.2.3\"} 1\n");
}

TEST(AppendSamples, WritesNoBracesWithoutLabels) {
  Family family(kPlain);
  family.Add({}, 0.5);
  EXPECT_EQ(SamplesOf(family, ""), "pitel_thing 0.5\n");
  EXPECT_EQ(SamplesOf(family, "hcm"), "pitel_thing{target=\"hcm\"} 0.5\n");
}

TEST(AppendSamples, EscapesLabelValues) {
  Family family(kTenant);
  family.Add({"a\\b\"c\nd\\n"}, 1);
  EXPECT_EQ(SamplesOf(family, "\""),
            "pitel_thing{target=\"\\\"\",tenant=\"a\\\\b\\\"c\\nd\\\\n\"} 1\n");
}

TEST(AppendSamples, ExpandsHistograms) {
  Family family(kHistogram);
  family.label_values = {"monitor", "token"};
  family.histograms = {{{{0.05, 1}, {5, 3}, {kInfinity, 4}}, 12.25},
                       {{{0.05, 0}, {5, 0}, {kInfinity, 0}}, 0}};
  EXPECT_EQ(
      SamplesOf(family, "hcm"),
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

TEST(AppendSamples, LabelsBucketsOfAHistogramWithoutLabels) {
  Family family(kPlain);
  family.histograms = {{{{kInfinity, 2}}, 3}};
  EXPECT_EQ(SamplesOf(family, ""),
            "pitel_thing_bucket{le=\"+Inf\"} 2\n"
            "pitel_thing_sum 3\n"
            "pitel_thing_count 2\n");
}

}  // namespace
}  // namespace pitel
