#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string_view>

#include "base/result.h"

namespace pitel {

// A new file that only its owner may read, to which whole lines are appended:
// however the program ends, at most the last line is incomplete. Any thread.
class RecordingFile {
 public:
  // Fails if the file exists. The error names it.
  static Result<std::unique_ptr<RecordingFile>> Create(
      const std::filesystem::path& file);
  ~RecordingFile();
  RecordingFile(const RecordingFile&) = delete;
  RecordingFile& operator=(const RecordingFile&) = delete;

  // Appends `line`, which ends in "\n". If it cannot be written, on a full disk
  // for example, the file keeps the lines before it, and no more are added.
  void Append(std::string_view line);
  // Whether every line was written so far.
  bool complete() const;

 private:
  explicit RecordingFile(int descriptor) : descriptor_(descriptor) {}

  const int descriptor_;
  mutable std::mutex mutex_;  // guards these
  std::int64_t size_ = 0;
  bool complete_ = true;
};

}  // namespace pitel
