#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace pitel {

// An immutable value that one writer swaps whole and any thread may read. A
// reader keeps the value it got for as long as it holds the pointer. The lock
// guards the pointer alone and is held for the copy of it.
//
// A mutex, since std::atomic<std::shared_ptr> is not understood by
// ThreadSanitizer with the toolchains this is built with.
template <typename T>
class Published {
 public:
  explicit Published(T value)
      : value_(std::make_shared<const T>(std::move(value))) {}
  Published(const Published&) = delete;
  Published& operator=(const Published&) = delete;

  void Publish(T value) {
    auto next = std::make_shared<const T>(std::move(value));
    {
      const std::lock_guard lock(mutex_);
      value_.swap(next);
    }
    // The old value, if this was its last holder, is freed outside the lock.
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
