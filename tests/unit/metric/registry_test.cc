#include "metric/registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>

#include <limits>

namespace pitel {
namespace {

using testing::ElementsAre;

TEST(CollectedFamilies, StandByNameAndLabelValues) {
  prometheus::Registry registry;
  auto& requests =
      prometheus::BuildCounter().Name("b_total").Help("B.").Register(registry);
  requests.Add({{"operation", "token"}, {"reason", "dns"}}).Increment(2);
  requests.Add({{"operation", "monitor"}, {"reason", "tls"}}).Increment();
  requests.Add({{"operation", "monitor"}, {"reason", "dns"}});
  prometheus::BuildGauge().Name("a").Help("A.").Register(registry).Add({}).Set(
      0.5);
  prometheus::BuildGauge().Name("empty").Register(registry);

  const CollectedFamilies collected(registry);
  const auto& families = collected.families();
  ASSERT_EQ(families.size(), 2u);
  EXPECT_EQ(families[0].header,
            (FamilyHeader{"a", "A.", MetricType::kGauge, {}}));
  EXPECT_THAT(families[0].values, ElementsAre(0.5));
  EXPECT_EQ(
      families[1].header,
      (FamilyHeader{
          "b_total", "B.", MetricType::kCounter, {"operation", "reason"}}));
  EXPECT_THAT(families[1].label_values,
              ElementsAre("monitor", "dns", "monitor", "tls", "token", "dns"));
  EXPECT_THAT(families[1].values, ElementsAre(0, 1, 2));
}

TEST(CollectedFamilies, HoldHistogramsWithCumulativeBuckets) {
  prometheus::Registry registry;
  auto& seconds = prometheus::BuildHistogram().Name("h").Register(registry).Add(
      {}, prometheus::Histogram::BucketBoundaries{1, 2});
  seconds.Observe(1);
  seconds.Observe(1.5);
  seconds.Observe(9);
  const CollectedFamilies collected(registry);
  const HistogramValue expected = {
      {{1, 1}, {2, 2}, {std::numeric_limits<double>::infinity(), 3}}, 11.5};
  EXPECT_THAT(collected.families().at(0).histograms, ElementsAre(expected));
}

TEST(CollectedFamilies, LeaveOutGaugesWithoutAValue) {
  const double kNone = std::numeric_limits<double>::quiet_NaN();
  prometheus::Registry registry;
  auto& some = prometheus::BuildGauge().Name("some").Register(registry);
  some.Add({{"l", "a"}}).Set(kNone);
  some.Add({{"l", "b"}}).Set(0);
  auto& later =
      prometheus::BuildGauge().Name("later").Register(registry).Add({});
  later.Set(kNone);
  const CollectedFamilies before(registry);
  ASSERT_EQ(before.families().size(), 1u);
  EXPECT_THAT(before.families()[0].label_values, ElementsAre("b"));
  later.Set(3);
  EXPECT_EQ(CollectedFamilies(registry).families().size(), 2u);
}

TEST(CollectedFamilies, OutliveTheRegistryAndMove) {
  auto registry = std::make_unique<prometheus::Registry>();
  prometheus::BuildGauge().Name("a").Register(*registry).Add({{"l", "v"}});
  CollectedFamilies collected(*registry);
  registry.reset();
  const CollectedFamilies moved = std::move(collected);
  EXPECT_EQ(moved.families().at(0).label_values.at(0), "v");
}

}  // namespace
}  // namespace pitel
