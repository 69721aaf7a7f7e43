#include "endpoint/folding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace pitel {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using Pair = FoldedLabels::Pair;

SteadyTime At(std::chrono::seconds after) { return SteadyTime(after); }

// Rows given as pairs of tenant and part.
class Rows {
 public:
  Rows(std::initializer_list<Pair> rows) {
    for (const Pair& pair : rows) {
      rows_.push_back(
          {IndexOf(pair.tenant, tenants_), IndexOf(pair.part, parts_)});
    }
  }
  RowLabels labels() const { return {tenants_, parts_, rows_}; }

 private:
  static std::uint32_t IndexOf(const std::string& name,
                               std::vector<std::string>& names) {
    const auto at = std::find(names.begin(), names.end(), name);
    const auto index = static_cast<std::uint32_t>(at - names.begin());
    if (at == names.end()) names.push_back(name);
    return index;
  }

  std::vector<std::string> tenants_;
  std::vector<std::string> parts_;
  std::vector<RowLabels::Row> rows_;
};

// Folding together with its rules.
class RuledFolding {
 public:
  explicit RuledFolding(const FoldingRules& rules) : rules_(rules) {}
  FoldedLabels Update(const Rows& rows, SteadyTime now) {
    return folding_.Update(rules_, rows.labels(), now);
  }

 private:
  const FoldingRules rules_;
  Folding folding_;
};

TEST(Folding, KeepsNamesWithinTheLimits) {
  RuledFolding folding({});
  const auto labels = folding.Update(
      Rows({{"b", "s"}, {"a", "t"}, {"a", "s"}, {"b", "s"}}), At(seconds(0)));
  EXPECT_THAT(labels.pairs,
              ElementsAre(Pair{"a", "s"}, Pair{"a", "t"}, Pair{"b", "s"}));
  EXPECT_THAT(labels.pair_of_row, ElementsAre(2, 1, 0, 2));
  EXPECT_EQ(labels.folded_tenants, 0u);
}

TEST(Folding, GivesNamesToTheFirstThatCome) {
  RuledFolding folding({.tenants = 2, .parts = 1});
  const auto labels = folding.Update(
      Rows({{"z", "t"}, {"y", "s"}, {"a", "t"}, {"b", "s"}}), At(seconds(0)));
  EXPECT_THAT(labels.pairs,
              ElementsAre(Pair{"_other", "_other"}, Pair{"_other", "t"},
                          Pair{"y", "_other"}, Pair{"z", "t"}));
  EXPECT_THAT(labels.pair_of_row, ElementsAre(3, 2, 1, 0));
  EXPECT_EQ(labels.folded_tenants, 2u);
  EXPECT_EQ(labels.folded_parts, 1u);
  const auto next =
      folding.Update(Rows({{"a", "t"}, {"z", "t"}}), At(seconds(9)));
  EXPECT_EQ(next.pairs[next.pair_of_row[0]].tenant, "_other");
  EXPECT_EQ(next.pairs[next.pair_of_row[1]].tenant, "z");
}

TEST(Folding, SendsPairsBeyondTheLimitToTheOtherPart) {
  RuledFolding folding({.pairs = 2});
  const auto labels = folding.Update(
      Rows({{"a", "s"}, {"b", "s"}, {"b", "t"}, {"c", "u"}}), At(seconds(0)));
  EXPECT_THAT(labels.pairs, ElementsAre(Pair{"a", "s"}, Pair{"b", "_other"},
                                        Pair{"b", "s"}, Pair{"c", "_other"}));
  EXPECT_EQ(labels.folded_parts, 2u);
  EXPECT_EQ(labels.folded_tenants, 0u);
}

TEST(Folding, KeepsPairsUntilTheyHaveBeenInactiveForTheTtl) {
  RuledFolding folding({.series_ttl = seconds(100)});
  folding.Update(Rows({{"a", "s"}, {"b", "s"}}), At(seconds(0)));
  folding.Update(Rows({{"b", "s"}}), At(seconds(50)));
  EXPECT_THAT(folding.Update(Rows({}), At(seconds(100))).pairs,
              ElementsAre(Pair{"a", "s"}, Pair{"b", "s"}));
  EXPECT_THAT(folding.Update(Rows({}), At(seconds(101))).pairs,
              ElementsAre(Pair{"b", "s"}));
}

TEST(Folding, GivesAFreeNameToTheNextNewValue) {
  RuledFolding folding(
      {.tenants = 1, .parts = 1, .pairs = 1, .series_ttl = seconds(100)});
  folding.Update(Rows({{"a", "s"}}), At(seconds(0)));
  EXPECT_THAT(folding.Update(Rows({{"b", "t"}}), At(seconds(100))).pairs,
              ElementsAre(Pair{"_other", "_other"}, Pair{"a", "s"}));
  const auto labels = folding.Update(Rows({{"b", "t"}}), At(seconds(101)));
  EXPECT_THAT(labels.pairs,
              ElementsAre(Pair{"_other", "_other"}, Pair{"b", "t"}));
  EXPECT_EQ(labels.folded_tenants, 0u);
}

TEST(Folding, TreatsARealOtherAsTheFoldedOne) {
  RuledFolding folding({.tenants = 1});
  const auto labels = folding.Update(
      Rows({{"_other", "_other"}, {"a", "s"}, {"b", "s"}}), At(seconds(0)));
  EXPECT_THAT(labels.pairs, ElementsAre(Pair{"_other", "_other"},
                                        Pair{"_other", "s"}, Pair{"a", "s"}));
  EXPECT_EQ(labels.folded_tenants, 1u);
  EXPECT_EQ(labels.folded_parts, 0u);
}

}  // namespace
}  // namespace pitel
