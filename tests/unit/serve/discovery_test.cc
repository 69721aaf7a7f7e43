#include "serve/discovery.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

Overview TargetsNamed(std::initializer_list<const char*> names) {
  Overview overview;
  for (const char* name : names) overview.emplace_back().name = name;
  return overview;
}

TEST(RenderDiscovery, HasAGroupForEachTarget) {
  EXPECT_EQ(RenderDiscovery(TargetsNamed({"hcm", "hn"}), "pbx.example:10748"),
            "[\n"
            "{\"targets\": [\"pbx.example:10748\"], "
            "\"labels\": {\"__param_target\": \"hcm\"}},\n"
            "{\"targets\": [\"pbx.example:10748\"], "
            "\"labels\": {\"__param_target\": \"hn\"}}\n"
            "]\n");
}

TEST(RenderDiscovery, OfNoTargetsIsAnEmptyList) {
  EXPECT_EQ(RenderDiscovery({}, "x:1"), "[\n]\n");
}

TEST(RenderDiscovery, EscapesTexts) {
  EXPECT_EQ(RenderDiscovery(TargetsNamed({"a\"b\\c"}), "x\"\\"),
            "[\n{\"targets\": [\"x\\\"\\\\\"], "
            "\"labels\": {\"__param_target\": \"a\\\"b\\\\c\"}}\n]\n");
}

}  // namespace
}  // namespace pitel
