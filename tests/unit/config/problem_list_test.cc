#include "config/problem_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace pitel {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ConfigProblem, NamesItsPlace) {
  EXPECT_EQ((ConfigProblem{"a/pitel.yml", {3, 7}, "wrong"}).Text(),
            "a/pitel.yml:3:7: wrong");
}

TEST(ConfigProblem, NamesTheFileAloneIfItIsAboutAllOfIt) {
  EXPECT_EQ((ConfigProblem{"pitel.yml", {}, "wrong"}).Text(),
            "pitel.yml: wrong");
}

TEST(ProblemList, IsInTheOrderOfTheFile) {
  ProblemList problems("pitel.yml");
  problems.Add({2, 1}, "c");
  problems.Add({1, 9}, "b");
  problems.Add({2, 1}, "d");
  problems.Add({}, "a");
  std::vector<std::string> messages;
  for (const auto& problem : problems.Sorted()) {
    EXPECT_EQ(problem.file, "pitel.yml");
    messages.push_back(problem.message);
  }
  EXPECT_THAT(messages, ElementsAre("a", "b", "c", "d"));
}

TEST(ProblemList, KeepsWarningsApart) {
  ProblemList problems("pitel.yml");
  problems.Warn({4, 5}, "doubtful");
  EXPECT_THAT(problems.Sorted(), IsEmpty());
  EXPECT_THAT(problems.warnings(),
              ElementsAre(ConfigProblem{"pitel.yml", {4, 5}, "doubtful"}));
}

TEST(ProblemList, ResolvesPathsAgainstTheFoldersOfTheFile) {
  const ProblemList problems("/etc/pitel/pitel.yml");
  EXPECT_EQ(problems.Resolve("key"), "/etc/pitel/key");
  EXPECT_EQ(problems.Resolve("../key"), "/etc/key");
  EXPECT_EQ(problems.Resolve("/run/key"), "/run/key");
}

TEST(ProblemList, ResolvesPathsOfARelativeFileToAbsoluteOnes) {
  EXPECT_EQ(ProblemList("pitel.yml").Resolve("key"),
            std::filesystem::current_path() / "key");
}

}  // namespace
}  // namespace pitel
