#include "render/source.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace pitel {
namespace {

constexpr FamilyHeader kUp{"pitel_up", "Help.", MetricType::kGauge, {}};
constexpr FamilyHeader kCalls{
    "pitel_calls", "Help.", MetricType::kGauge, {"tenant"}};
constexpr FamilyHeader kNone{
    "pitel_none", "Help.", MetricType::kGauge, {"tenant"}};

std::vector<Family> Families() {
  Family calls(kCalls);
  calls.Add({"a"}, 3);
  calls.Add({"b"}, 4);
  return {calls, Family(kNone), Family(kUp, 1)};
}

TEST(RenderSource, HasTheSamplesOfEveryFamily) {
  EXPECT_EQ(RenderSource(Families(), "hcm")->text,
            "pitel_calls{target=\"hcm\",tenant=\"a\"} 3\n"
            "pitel_calls{target=\"hcm\",tenant=\"b\"} 4\n"
            "pitel_up{target=\"hcm\"} 1\n");
}

TEST(RenderSource, HasNoTargetForTheExporterItself) {
  EXPECT_EQ(RenderSource(Families(), "")->text,
            "pitel_calls{tenant=\"a\"} 3\n"
            "pitel_calls{tenant=\"b\"} 4\n"
            "pitel_up 1\n");
}

TEST(RenderSource, KnowsWhereTheSamplesOfAFamilyEnd) {
  const SharedSource source = RenderSource(Families(), "");
  ASSERT_EQ(source->families.size(), 2u) << "one family has no series";
  EXPECT_EQ(source->families[0].header, &kCalls);
  EXPECT_EQ(source->text.substr(source->families[0].end), "pitel_up 1\n");
  EXPECT_EQ(source->families[1].header, &kUp);
  EXPECT_EQ(source->families[1].end, source->text.size());
}

TEST(RenderSource, OfNoFamiliesIsEmpty) {
  const SharedSource source = RenderSource({}, "hcm");
  EXPECT_EQ(source->text, "");
  EXPECT_TRUE(source->families.empty());
}

}  // namespace
}  // namespace pitel
