#include "config/problem_list.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace pitel {
namespace {

std::filesystem::path FolderOf(const std::filesystem::path& file) {
  std::error_code ignored;
  const auto absolute = std::filesystem::absolute(file, ignored);
  return (absolute.empty() ? file : absolute).parent_path();
}

}  // namespace

std::string ConfigProblem::Text() const {
  std::string text = file.string() + ":";
  if (at.line > 0) {
    text += std::to_string(at.line) + ":" + std::to_string(at.column) + ":";
  }
  return text + " " + message;
}

ProblemList::ProblemList(std::filesystem::path file)
    : file_(std::move(file)), folder_(FolderOf(file_)) {}

void ProblemList::Add(TextPosition at, std::string message) {
  problems_.push_back({file_, at, std::move(message)});
}

void ProblemList::Warn(TextPosition at, std::string message) {
  warnings_.push_back({file_, at, std::move(message)});
}

std::filesystem::path ProblemList::Resolve(
    const std::filesystem::path& path) const {
  return (folder_ / path).lexically_normal();
}

ConfigProblems ProblemList::Sorted() const {
  ConfigProblems sorted = problems_;
  std::ranges::stable_sort(sorted, {}, &ConfigProblem::at);
  return sorted;
}

}  // namespace pitel
