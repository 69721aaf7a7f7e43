#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace pitel {

// A temporary folder for one test, removed at its end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

  // Writes a file in it, or in a folder of it, and returns its path.
  std::filesystem::path Write(const std::string& name,
                              std::string_view content) const;

 private:
  std::filesystem::path path_;
};

}  // namespace pitel
