#include "render/family_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace pitel {
namespace {

using testing::EndsWith;

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

TEST(RenderHeaderLines, OrdersTheLinesAsTheFormatDoes) {
  const FamilyHeader header{"pitel_up", "Good.", MetricType::kGauge, {}};
  EXPECT_EQ(RenderHeaderLines(header, Format::kText),
            "# HELP pitel_up Good.\n"
            "# TYPE pitel_up gauge\n");
  EXPECT_EQ(RenderHeaderLines(header, Format::kOpenMetrics),
            "# TYPE pitel_up gauge\n"
            "# HELP pitel_up Good.\n");
}

TEST(RenderHeaderLines, NamesCountersWithoutTotalInOpenMetrics) {
  const FamilyHeader header{
      "pitel_calls_total", "Calls.", MetricType::kCounter, {}};
  EXPECT_EQ(RenderHeaderLines(header, Format::kText),
            "# HELP pitel_calls_total Calls.\n"
            "# TYPE pitel_calls_total counter\n");
  EXPECT_EQ(RenderHeaderLines(header, Format::kOpenMetrics),
            "# TYPE pitel_calls counter\n"
            "# HELP pitel_calls Calls.\n");
}

std::string OpenMetricsLines(std::string_view name, MetricType type) {
  return RenderHeaderLines({name, "Help.", type, {}}, Format::kOpenMetrics);
}

TEST(RenderHeaderLines, StatesTheUnitOfTheNameInOpenMetrics) {
  EXPECT_EQ(OpenMetricsLines("x_wait_seconds", MetricType::kHistogram),
            "# TYPE x_wait_seconds histogram\n"
            "# UNIT x_wait_seconds seconds\n"
            "# HELP x_wait_seconds Help.\n");
  EXPECT_EQ(OpenMetricsLines("x_size_bytes", MetricType::kGauge),
            "# TYPE x_size_bytes gauge\n"
            "# UNIT x_size_bytes bytes\n"
            "# HELP x_size_bytes Help.\n");
  EXPECT_EQ(OpenMetricsLines("x_cpu_seconds_total", MetricType::kCounter),
            "# TYPE x_cpu_seconds counter\n"
            "# UNIT x_cpu_seconds seconds\n"
            "# HELP x_cpu_seconds Help.\n");
}

TEST(RenderHeaderLines, StatesNoUnitOfOtherNames) {
  for (const auto* name : {"x_kilobytes", "x_seconds_left", "seconds", "x"}) {
    EXPECT_EQ(OpenMetricsLines(name, MetricType::kGauge).find("# UNIT"),
              std::string::npos)
        << name;
  }
}

TEST(RenderHeaderLines, StatesNoUnitInText) {
  const FamilyHeader header{"x_seconds", "Help.", MetricType::kGauge, {}};
  EXPECT_EQ(RenderHeaderLines(header, Format::kText),
            "# HELP x_seconds Help.\n# TYPE x_seconds gauge\n");
}

TEST(RenderHeaderLines, EscapesHelp) {
  const FamilyHeader header{"x", "a\\b\n\"c\"", MetricType::kHistogram, {}};
  EXPECT_EQ(RenderHeaderLines(header, Format::kText),
            "# HELP x a\\\\b\\n\"c\"\n# TYPE x histogram\n");
  EXPECT_EQ(RenderHeaderLines(header, Format::kOpenMetrics),
            "# TYPE x histogram\n# HELP x a\\\\b\\n\\\"c\\\"\n");
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

// As the value of a sample.
std::string Number(double number) {
  const std::string line = SamplesOf(Family(kPlain, number), "");
  return line.substr(12, line.size() - 13);
}

// As the label of a bucket.
std::string Bound(double bound) {
  Family family(kPlain);
  family.histograms = {{{{bound, 1}}, 1}};
  const std::string line = SamplesOf(family, "");
  return line.substr(23, line.find('}') - 24);
}

TEST(AppendSamples, WritesIntegralValuesDigitByDigit) {
  EXPECT_EQ(Number(0), "0");
  EXPECT_EQ(Number(-0.0), "0");
  EXPECT_EQ(Number(-3), "-3");
  EXPECT_EQ(Number(200000), "200000");
  EXPECT_EQ(Number(268435456), "268435456");
  EXPECT_EQ(Number(999999999999999), "999999999999999");
}

TEST(AppendSamples, WritesTheShortestThatReadsBackEqual) {
  EXPECT_EQ(Number(0.05), "0.05");
  EXPECT_EQ(Number(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(Number(1700000000.125), "1700000000.125");
  EXPECT_EQ(Number(1e15), "1e+15");
  EXPECT_EQ(Number(1e-9), "1e-09");
  EXPECT_EQ(Number(std::numeric_limits<double>::max()),
            "1.7976931348623157e+308");
}

TEST(AppendSamples, WritesNanAndInfinityAsPrometheusDoes) {
  EXPECT_EQ(Number(std::numeric_limits<double>::quiet_NaN()), "NaN");
  EXPECT_EQ(Number(-std::numeric_limits<double>::quiet_NaN()), "NaN");
  EXPECT_EQ(Number(kInfinity), "+Inf");
  EXPECT_EQ(Number(-kInfinity), "-Inf");
}

TEST(AppendSamples, KeepsCountsExact) {
  Family family(kPlain);
  family.histograms = {{{{kInfinity, UINT64_MAX}}, 3}};
  EXPECT_THAT(SamplesOf(family, ""),
              EndsWith("pitel_thing_count 18446744073709551615\n"));
}

TEST(AppendSamples, WritesBoundsAsFloats) {
  EXPECT_EQ(Bound(5), "5.0");
  EXPECT_EQ(Bound(7200), "7200.0");
  EXPECT_EQ(Bound(0.05), "0.05");
  EXPECT_EQ(Bound(2.5), "2.5");
  EXPECT_EQ(Bound(1e15), "1e+15");
  EXPECT_EQ(Bound(kInfinity), "+Inf");
}

}  // namespace
}  // namespace pitel
