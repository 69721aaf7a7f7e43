#pragma once

#include <compare>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace pitel {

// Counts from 1; 0 means the file as a whole.
struct TextPosition {
  int line = 0;
  int column = 0;

  auto operator<=>(const TextPosition&) const = default;
};

// Something wrong with a configuration file.
struct ConfigProblem {
  std::filesystem::path file;
  TextPosition at;
  std::string message;

  // "file:line:column: message"
  std::string Text() const;
  bool operator==(const ConfigProblem&) const = default;
};

using ConfigProblems = std::vector<ConfigProblem>;

// The problems of one file, collected while it is read.
class ProblemList {
 public:
  explicit ProblemList(std::filesystem::path file);

  // `message` says what is wrong and what to do, and contains no secret.
  void Add(TextPosition at, std::string message);
  // The same for what is valid but probably a mistake.
  void Warn(TextPosition at, std::string message);

  const std::filesystem::path& file() const { return file_; }

  // `path`, relative to the folder of the file.
  std::filesystem::path Resolve(const std::filesystem::path& path) const;

  // In the order of the file.
  ConfigProblems Sorted() const;
  const ConfigProblems& warnings() const { return warnings_; }

 private:
  const std::filesystem::path file_;
  const std::filesystem::path folder_;  // absolute
  ConfigProblems problems_;
  ConfigProblems warnings_;
};

}  // namespace pitel
