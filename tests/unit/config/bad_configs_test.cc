// Every broken configuration of bad_configs/, and every broken web
// configuration of bad_web_configs/, gives the messages beside it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "config/load_config.h"
#include "config/load_web_config.h"

namespace pitel {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::filesystem::path kConfigs = PITEL_BAD_CONFIGS;
const std::filesystem::path kWebConfigs = PITEL_BAD_WEB_CONFIGS;

std::vector<std::string> FaultsIn(const std::filesystem::path& folder) {
  std::vector<std::string> faults;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const auto& path = entry.path();
    if (path.extension() == ".yml") faults.push_back(path.stem().string());
  }
  std::sort(faults.begin(), faults.end());
  return faults;
}

std::string ReadAll(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Compares the problems with the golden file of the fault, in which files have
// no folder.
void CheckProblems(const ConfigProblems& problems,
                   const std::filesystem::path& folder,
                   const std::string& fault) {
  std::string messages;
  for (const ConfigProblem& problem : problems) {
    messages += problem.Text() + "\n";
  }
  const std::string prefix = folder.string() + "/";
  for (auto at = messages.find(prefix); at != messages.npos;
       at = messages.find(prefix)) {
    messages.erase(at, prefix.size());
  }
  EXPECT_THAT(messages, Not(HasSubstr("hunter2")));
  const auto golden = folder / (fault + ".txt");
  if (getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(golden) << messages;
  EXPECT_EQ(messages, ReadAll(golden));
}

class BadConfig : public testing::TestWithParam<std::string> {};

TEST_P(BadConfig, IsReportedInFull) {
  const auto config = LoadConfig(kConfigs / (GetParam() + ".yml"));
  ASSERT_FALSE(config.ok());
  CheckProblems(config.error(), kConfigs, GetParam());
}

INSTANTIATE_TEST_SUITE_P(Faults, BadConfig,
                         testing::ValuesIn(FaultsIn(kConfigs)),
                         [](const auto& fault) { return fault.param; });

class BadWebConfig : public testing::TestWithParam<std::string> {};

TEST_P(BadWebConfig, IsReportedInFull) {
  const auto config = LoadWebConfig(kWebConfigs / (GetParam() + ".yml")).config;
  ASSERT_FALSE(config.ok());
  CheckProblems(config.error(), kWebConfigs, GetParam());
}

INSTANTIATE_TEST_SUITE_P(Faults, BadWebConfig,
                         testing::ValuesIn(FaultsIn(kWebConfigs)),
                         [](const auto& fault) { return fault.param; });

}  // namespace
}  // namespace pitel
