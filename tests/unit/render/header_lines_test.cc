#include "render/header_lines.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

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

TEST(RenderHeaderLines, EscapesHelp) {
  const FamilyHeader header{"x", "a\\b\n\"c\"", MetricType::kHistogram, {}};
  EXPECT_EQ(RenderHeaderLines(header, Format::kText),
            "# HELP x a\\\\b\\n\"c\"\n# TYPE x histogram\n");
  EXPECT_EQ(RenderHeaderLines(header, Format::kOpenMetrics),
            "# TYPE x histogram\n# HELP x a\\\\b\\n\\\"c\\\"\n");
}

}  // namespace
}  // namespace pitel
