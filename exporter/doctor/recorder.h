#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "base/result.h"
#include "doctor/pseudonyms.h"
#include "doctor/recorded_rows.h"
#include "doctor/recording_file.h"
#include "fetch/fetch_report.h"

namespace pitel {

// A recording of the polls of all targets. Any thread.
class Recorder {
 public:
  // Creates the file, which must not exist.
  static Result<std::unique_ptr<Recorder>> Create(
      const std::filesystem::path& file);

  // For RecordedRows; the same for all targets.
  const Pseudonyms& pseudonyms() const { return pseudonyms_; }
  // Adds one poll; `body` is that of RecordedRows, or empty if the poll failed.
  void Record(std::size_t target, const FetchReport& report,
              const std::string& body) {
    file_->Append(RecordedLine(target, report, body));
  }
  // Whether all was written so far.
  bool complete() const { return file_->complete(); }

 private:
  explicit Recorder(std::unique_ptr<RecordingFile> file)
      : file_(std::move(file)) {}

  const Pseudonyms pseudonyms_{};
  const std::unique_ptr<RecordingFile> file_;
};

}  // namespace pitel
