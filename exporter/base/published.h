#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace pitel {

// An immutable value that one writer replaces as a whole and any thread may
// read. A reader's pointer keeps its value alive. The lock is held only while a
// pointer is copied.
//
// The lock is a mutex, since our ThreadSanitizer does not understand
// std::atomic<std::shared_ptr>.
template <typename T>
class Published {
 public:
  explicit Published(T value)
      : value_(std::make_shared<const T>(std::move(value))) {}
  Published(const Published&) = delete;
  Published& operator=(const Published&) = delete;

  void Publish(T value) {
    Publish(std::make_shared<const T>(std::move(value)));
  }
  // `next` is not null. Allocates no memory.
  void Publish(std::shared_ptr<const T> next) noexcept {
    {
      const std::lock_guard lock(mutex_);
      value_.swap(next);
    }
    // The old value, if nobody reads it, is freed without the lock.
  }

  std::shared_ptr<const T> Read() const {
    const std::lock_guard lock(mutex_);
    return value_;
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const T> value_;
};

}  // namespace pitel
