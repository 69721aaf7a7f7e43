// Damaged configurations are read or refused, but never crash or hang.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "config/effective_config.h"
#include "config/load_config.h"
#include "support/temporary_folder.h"

namespace pitel {
namespace {

std::string ReadAll(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

class Mutator {
 public:
  explicit Mutator(unsigned seed) : random_(seed) {}

  std::string Mutate(std::string text) {
    for (std::size_t i = 0, count = 1 + Below(4); i < count; ++i) {
      const std::size_t at = Below(text.size() + 1);
      const std::size_t size =
          Below(1 + std::min<std::size_t>(40, text.size() - at));
      switch (Below(5)) {
        case 0:
          text.erase(at, size);
          break;
        case 1:
          text.insert(at, text.substr(Below(text.size() + 1), size));
          break;
        case 2:
          text.insert(at, 1, static_cast<char>(Below(256)));
          break;
        case 3: {
          constexpr std::string_view kMarks = "\n\t -:#&*!|>'\"%@`{}[],?~<=\\";
          text.insert(at, 1 + Below(3), kMarks[Below(kMarks.size())]);
          break;
        }
        case 4:
          text.resize(at);
          break;
      }
    }
    return text;
  }

 private:
  std::size_t Below(std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_);
  }

  std::mt19937 random_;
};

TEST(MutatedConfig, NeverCrashesAndReportsItself) {
  const std::string valid = ReadAll(std::filesystem::path(PITEL_CONFIG_FOLDER) /
                                    "pitel_exporter.yml");
  ASSERT_FALSE(valid.empty());
  std::string bare;  // without its comments, which hide most mutations
  for (std::size_t at = 0; at < valid.size();) {
    const std::size_t end = valid.find('\n', at) + 1;
    const std::string line = valid.substr(at, end - at);
    if (line.find('#') == line.npos) bare += line;
    at = end;
  }
  const TemporaryFolder folder;
  Mutator mutator(20230410);
  int refused = 0;
  constexpr int kRounds = 1500;
  for (int round = 0; round < kRounds; ++round) {
    const std::string text = mutator.Mutate(bare);
    const auto config = LoadConfig(folder.Write("pitel.yml", text));
    if (config.ok()) {
      const auto again =
          LoadConfig(folder.Write("again.yml", EffectiveConfig(*config)));
      EXPECT_TRUE(again.ok()) << text;
      continue;
    }
    ++refused;
    EXPECT_FALSE(config.error().empty()) << text;
  }
  EXPECT_GT(refused, kRounds / 4);
  EXPECT_LT(refused, kRounds);
}

}  // namespace
}  // namespace pitel
