// fuzz_seeds FOLDER: writes seeds for the fuzz targets, one per file: responses
// to FOLDER/response_fuzz and call_times to FOLDER/call_time_fuzz.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "random_document.h"
#include "rule_cases.h"

namespace pitel::differential {
namespace {

constexpr std::size_t kLongest = 4096;
constexpr std::uint64_t kRandomSequences = 60;

std::vector<std::string> Responses() {
  std::vector<std::string> responses;
  for (const RuleCase& rule_case : AllRuleCases()) {
    for (const CasePoll& poll : rule_case.polls) {
      responses.push_back(poll.document);
    }
  }
  for (std::uint64_t seed = 1; seed <= kRandomSequences; ++seed) {
    RandomPolls polls(seed);
    for (int poll = 0; poll < 3; ++poll) {
      responses.push_back(polls.Next().document);
    }
  }
  return responses;
}

void Write(const std::filesystem::path& folder,
           const std::vector<std::string>& texts) {
  std::filesystem::create_directories(folder);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (texts[i].size() > kLongest) continue;
    std::ofstream(folder / std::to_string(i), std::ios::binary) << texts[i];
  }
}

}  // namespace
}  // namespace pitel::differential

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: fuzz_seeds FOLDER\n";
    return 2;
  }
  const std::filesystem::path folder(argv[1]);
  pitel::differential::Write(folder / "response_fuzz",
                             pitel::differential::Responses());
  pitel::differential::Write(
      folder / "call_time_fuzz",
      {"2023-11-15 05:13:00", "2023-11-15T05:13:00Z",
       "2023-11-15 05:13:00.123456+07:00", "2024-02-29T23:59:59.9-14:00",
       "0001-01-01T00:00:00Z", "9999-12-31 23:59:59+00:00"});
  return 0;
}
