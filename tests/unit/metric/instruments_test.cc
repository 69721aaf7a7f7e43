#include "metric/instruments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>

#include <limits>
#include <memory>

namespace pitel {
namespace {

using testing::ElementsAre;

constexpr FamilyHeader kGauge{"a", "A.", MetricType::kGauge, {"l"}};
constexpr FamilyHeader kPlain{"c", "C.", MetricType::kGauge, {}};
constexpr FamilyHeader kFailures{
    "b_total", "B.", MetricType::kCounter, {"operation", "reason"}};
constexpr FamilyHeader kSeconds{"h", "H.", MetricType::kHistogram, {}};

TEST(Instruments, AreCollectedByNameAndLabelValues) {
  Instruments instruments;
  instruments.AddCounter(kFailures, {"token", "dns"}).Increment(2);
  instruments.AddCounter(kFailures, {"monitor", "tls"}).Increment();
  instruments.AddCounter(kFailures, {"monitor", "dns"});
  instruments.AddGauge(kGauge, 0.5, {"v"});

  const CollectedFamilies collected = instruments.Collect();
  const auto& families = collected.families();
  ASSERT_EQ(families.size(), 2u);
  EXPECT_EQ(&families[0].header(), &kGauge);
  EXPECT_THAT(families[0].values, ElementsAre(0.5));
  EXPECT_EQ(&families[1].header(), &kFailures);
  EXPECT_THAT(families[1].label_values,
              ElementsAre("monitor", "dns", "monitor", "tls", "token", "dns"));
  EXPECT_THAT(families[1].values, ElementsAre(0, 1, 2));
}

TEST(Instruments, AreAddedOnce) {
  Instruments instruments;
  auto& counter = instruments.AddCounter(kFailures, {"token", "dns"});
  EXPECT_EQ(&instruments.AddCounter(kFailures, {"token", "dns"}), &counter);
}

TEST(Instruments, HaveHistogramsWithCumulativeBuckets) {
  Instruments instruments;
  auto& seconds = instruments.AddHistogram(kSeconds, {1, 2});
  seconds.Observe(1);
  seconds.Observe(1.5);
  seconds.Observe(9);
  const HistogramValue expected = {
      {{1, 1}, {2, 2}, {std::numeric_limits<double>::infinity(), 3}}, 11.5};
  EXPECT_THAT(instruments.Collect().families().at(0).histograms,
              ElementsAre(expected));
}

TEST(Instruments, LeaveOutGaugesWithoutAValue) {
  const double kNone = std::numeric_limits<double>::quiet_NaN();
  Instruments instruments;
  instruments.AddGauge(kGauge, kNone, {"x"});
  instruments.AddGauge(kGauge, 0, {"y"});
  auto& later = instruments.AddGauge(kPlain, kNone);
  const CollectedFamilies before = instruments.Collect();
  ASSERT_EQ(before.families().size(), 1u);
  EXPECT_THAT(before.families()[0].label_values, ElementsAre("y"));
  later.Set(3);
  EXPECT_EQ(instruments.Collect().families().size(), 2u);
}

TEST(CollectedFamilies, OutliveTheInstrumentsAndMove) {
  auto instruments = std::make_unique<Instruments>();
  instruments->AddGauge(kGauge, 0, {"v"});
  CollectedFamilies collected = instruments->Collect();
  instruments.reset();
  const CollectedFamilies moved = std::move(collected);
  EXPECT_EQ(moved.families().at(0).label_values.at(0), "v");
}

}  // namespace
}  // namespace pitel
