#include "calls/folding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pitel {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using testing::ElementsAre;
using Pair = FoldedLabels::Pair;

SteadyTime At(std::chrono::seconds after) { return SteadyTime(after); }

// Rows given as pairs of tenant and server.
Answer AnswerOf(std::initializer_list<Pair> rows) {
  Answer answer;
  const auto index = [](std::vector<std::string>& names,
                        const std::string& name) {
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end()) {
      names.push_back(name);
      return static_cast<std::uint32_t>(names.size() - 1);
    }
    return static_cast<std::uint32_t>(at - names.begin());
  };
  for (const Pair& pair : rows) {
    CallRow row;
    row.tenant = index(answer.tenants, pair.tenant);
    row.server = index(answer.servers, pair.server);
    answer.rows.push_back(row);
  }
  return answer;
}

// Folding together with its rules.
class RuledFolding {
 public:
  RuledFolding(const LabelLimits& limits, std::chrono::nanoseconds ttl) {
    rules_.limits = limits;
    rules_.series_ttl = ttl;
  }
  FoldedLabels Update(const Answer& answer, SteadyTime now) {
    return folding_.Update(rules_, answer, now);
  }

 private:
  CallRules rules_;
  Folding folding_;
};

TEST(Folding, KeepsNamesWithinTheLimits) {
  RuledFolding folding({}, hours(24));
  const auto labels =
      folding.Update(AnswerOf({{"b", "s"}, {"a", "t"}, {"a", "s"}, {"b", "s"}}),
                     At(seconds(0)));
  EXPECT_THAT(labels.pairs,
              ElementsAre(Pair{"a", "s"}, Pair{"a", "t"}, Pair{"b", "s"}));
  EXPECT_THAT(labels.pair_of_row, ElementsAre(2, 1, 0, 2));
  EXPECT_EQ(labels.folded_tenants, 0u);
}

TEST(Folding, GivesNamesToTheFirstThatCome) {
  RuledFolding folding({.tenants = 2, .servers = 1}, hours(24));
  const auto labels =
      folding.Update(AnswerOf({{"z", "t"}, {"y", "s"}, {"a", "t"}, {"b", "s"}}),
                     At(seconds(0)));
  EXPECT_THAT(labels.pairs,
              ElementsAre(Pair{"_other", "_other"}, Pair{"_other", "t"},
                          Pair{"y", "_other"}, Pair{"z", "t"}));
  EXPECT_THAT(labels.pair_of_row, ElementsAre(3, 2, 1, 0));
  EXPECT_EQ(labels.folded_tenants, 2u);
  EXPECT_EQ(labels.folded_servers, 1u);
  const auto next =
      folding.Update(AnswerOf({{"a", "t"}, {"z", "t"}}), At(seconds(9)));
  EXPECT_EQ(next.pairs[next.pair_of_row[0]].tenant, "_other");
  EXPECT_EQ(next.pairs[next.pair_of_row[1]].tenant, "z");
}

TEST(Folding, SendsPairsBeyondTheLimitToTheOtherServer) {
  RuledFolding folding({.series = 2}, hours(24));
  const auto labels =
      folding.Update(AnswerOf({{"a", "s"}, {"b", "s"}, {"b", "t"}, {"c", "u"}}),
                     At(seconds(0)));
  EXPECT_THAT(labels.pairs, ElementsAre(Pair{"a", "s"}, Pair{"b", "_other"},
                                        Pair{"b", "s"}, Pair{"c", "_other"}));
  EXPECT_EQ(labels.folded_servers, 2u);
  EXPECT_EQ(labels.folded_tenants, 0u);
}

TEST(Folding, KeepsPairsUntilTheyHaveBeenInactiveForTheTtl) {
  RuledFolding folding({}, seconds(100));
  folding.Update(AnswerOf({{"a", "s"}, {"b", "s"}}), At(seconds(0)));
  folding.Update(AnswerOf({{"b", "s"}}), At(seconds(50)));
  EXPECT_THAT(folding.Update(AnswerOf({}), At(seconds(100))).pairs,
              ElementsAre(Pair{"a", "s"}, Pair{"b", "s"}));
  EXPECT_THAT(folding.Update(AnswerOf({}), At(seconds(101))).pairs,
              ElementsAre(Pair{"b", "s"}));
}

TEST(Folding, GivesAFreeNameToTheNextNewValue) {
  RuledFolding folding({.tenants = 1, .servers = 1, .series = 1}, seconds(100));
  folding.Update(AnswerOf({{"a", "s"}}), At(seconds(0)));
  EXPECT_THAT(folding.Update(AnswerOf({{"b", "t"}}), At(seconds(100))).pairs,
              ElementsAre(Pair{"_other", "_other"}, Pair{"a", "s"}));
  const auto labels = folding.Update(AnswerOf({{"b", "t"}}), At(seconds(101)));
  EXPECT_THAT(labels.pairs,
              ElementsAre(Pair{"_other", "_other"}, Pair{"b", "t"}));
  EXPECT_EQ(labels.folded_tenants, 0u);
}

TEST(Folding, TakesARealOtherForTheFoldedOne) {
  RuledFolding folding({.tenants = 1}, hours(24));
  const auto labels = folding.Update(
      AnswerOf({{"_other", "_other"}, {"a", "s"}, {"b", "s"}}), At(seconds(0)));
  EXPECT_THAT(labels.pairs, ElementsAre(Pair{"_other", "_other"},
                                        Pair{"_other", "s"}, Pair{"a", "s"}));
  EXPECT_EQ(labels.folded_tenants, 1u);
  EXPECT_EQ(labels.folded_servers, 0u);
}

}  // namespace
}  // namespace pitel
