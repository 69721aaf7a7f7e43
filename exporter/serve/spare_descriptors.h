#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstddef>

namespace pitel {

// File descriptors in reserve, for accepting clients when the process has used
// up all others.
class SpareDescriptors {
 public:
  SpareDescriptors() { Refill(); }
  ~SpareDescriptors() {
    while (Release()) continue;
  }
  SpareDescriptors(const SpareDescriptors&) = delete;
  SpareDescriptors& operator=(const SpareDescriptors&) = delete;

  void Refill() {
    while (count_ < spare_.size()) {
      const int spare = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
      if (spare < 0) return;
      spare_[count_++] = spare;
    }
  }
  bool Release() {
    if (count_ == 0) return false;
    ::close(spare_[--count_]);
    return true;
  }

 private:
  std::array<int, 8> spare_{};
  std::size_t count_ = 0;
};

}  // namespace pitel
