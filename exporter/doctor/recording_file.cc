#include "doctor/recording_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "base/text.h"

namespace pitel {
namespace {

bool WriteAll(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

Result<std::unique_ptr<RecordingFile>> RecordingFile::Create(
    const std::filesystem::path& file) {
  const int descriptor =
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
             S_IRUSR | S_IWUSR);
  if (descriptor < 0) {
    return Error{"cannot create the recording " + Quoted(file.string()) + ": " +
                 std::strerror(errno)};
  }
  return std::unique_ptr<RecordingFile>(new RecordingFile(descriptor));
}

RecordingFile::~RecordingFile() { ::close(descriptor_); }

void RecordingFile::Append(std::string_view line) {
  const std::lock_guard lock(mutex_);
  if (!complete_) return;
  if (WriteAll(descriptor_, line)) {
    size_ += static_cast<std::int64_t>(line.size());
    return;
  }
  complete_ = false;
  // What cannot be cut off is an incomplete last line, which readers pass over.
  if (::ftruncate(descriptor_, size_) != 0) return;
}

bool RecordingFile::complete() const {
  const std::lock_guard lock(mutex_);
  return complete_;
}

}  // namespace pitel
