// Every broken configuration of bad_configs/ gives the messages beside it.
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

namespace pitel {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::filesystem::path kFolder = PITEL_BAD_CONFIGS;

std::vector<std::string> Faults() {
  std::vector<std::string> faults;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
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

class BadConfig : public testing::TestWithParam<std::string> {};

TEST_P(BadConfig, IsReportedInFull) {
  const auto config = LoadConfig(kFolder / (GetParam() + ".yml"));
  ASSERT_FALSE(config.ok());
  std::string messages;
  for (ConfigProblem problem : config.error()) {
    messages += problem.Text() + "\n";
  }
  const std::string folder = kFolder.string() + "/";
  for (auto at = messages.find(folder); at != messages.npos;
       at = messages.find(folder)) {
    messages.erase(at, folder.size());
  }
  EXPECT_THAT(messages, Not(HasSubstr("hunter2")));
  const auto golden = kFolder / (GetParam() + ".txt");
  if (getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(golden) << messages;
  EXPECT_EQ(messages, ReadAll(golden));
}

INSTANTIATE_TEST_SUITE_P(Faults, BadConfig, testing::ValuesIn(Faults()),
                         [](const auto& fault) { return fault.param; });

}  // namespace
}  // namespace pitel
