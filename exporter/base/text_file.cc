#include "base/text_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace pitel {
namespace {

class OpenFile {
 public:
  explicit OpenFile(const std::filesystem::path& file)
      : descriptor_(
            open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)) {}
  ~OpenFile() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  int descriptor() const { return descriptor_; }

 private:
  const int descriptor_;
};

Error SystemError() {
  return {"cannot be read: " + std::generic_category().message(errno)};
}

}  // namespace

Result<std::string> ReadTextFile(const std::filesystem::path& file,
                                 std::size_t limit) {
  const OpenFile open_file(file);
  const int descriptor = open_file.descriptor();
  if (descriptor < 0) return SystemError();
  struct stat status;
  if (fstat(descriptor, &status) != 0) return SystemError();
  if (!S_ISREG(status.st_mode)) return Error{"is not a regular file"};
  std::string text;
  char buffer[16384];
  while (true) {
    const ssize_t size = read(descriptor, buffer, sizeof buffer);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return SystemError();
    if (size == 0) return text;
    text.append(buffer, static_cast<std::size_t>(size));
    if (text.size() > limit) {
      return Error{"is larger than " + std::to_string(limit) + " bytes"};
    }
  }
}

}  // namespace pitel
