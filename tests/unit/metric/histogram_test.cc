#include "metric/histogram.h"

#include <gtest/gtest.h>

#include <limits>

namespace pitel {
namespace {

using namespace std::chrono_literals;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kBounds[] = {1, 2.5};

TEST(Histogram, StartsWithAnInfiniteBucketAndNoObservations) {
  EXPECT_EQ(EmptyHistogram(kBounds),
            (HistogramValue{{{1, 0}, {2.5, 0}, {kInfinity, 0}}, 0}));
  EXPECT_EQ(EmptyHistogram({}), (HistogramValue{{{kInfinity, 0}}, 0}));
}

TEST(Histogram, CountsAnObservationInEachBucketThatContainsIt) {
  HistogramValue histogram = EmptyHistogram(kBounds);
  Observe(histogram, 1s);
  EXPECT_EQ(histogram, (HistogramValue{{{1, 1}, {2.5, 1}, {kInfinity, 1}}, 1}));
  Observe(histogram, 2500ms);
  EXPECT_EQ(histogram,
            (HistogramValue{{{1, 1}, {2.5, 2}, {kInfinity, 2}}, 3.5}));
  Observe(histogram, 1h);
  EXPECT_EQ(histogram,
            (HistogramValue{{{1, 1}, {2.5, 2}, {kInfinity, 3}}, 3603.5}));
}

}  // namespace
}  // namespace pitel
