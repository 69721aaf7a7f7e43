#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace pitel {

// Writes lines to a file descriptor on its own thread, so that callers never
// wait for its reader. Lines beyond a limit are dropped and counted; once the
// reader reads again, an extra line says how many.
class LineWriter {
 public:
  // The limits on lines that wait to be written.
  static constexpr std::size_t kMostLines = 10'000;
  static constexpr std::size_t kMostBytes = std::size_t{1} << 20;

  // `describe_drops` returns the line that says how many lines were dropped.
  // Throws if no thread can be started.
  LineWriter(int descriptor,
             std::function<std::string(std::uint64_t dropped)> describe_drops);
  // Waits up to kFlushTime for the remaining lines to be written.
  ~LineWriter();
  LineWriter(const LineWriter&) = delete;
  LineWriter& operator=(const LineWriter&) = delete;

  // Any thread; never waits for the reader and never throws. `line` ends in
  // "\n".
  void Write(std::string line) noexcept;
  // Counts a line that could not even be built. Any thread.
  void Drop() noexcept;

  // Waits up to `patience` until all lines so far are written. False if they
  // are not.
  bool Flush(std::chrono::nanoseconds patience = kFlushTime);

  // The number of lines dropped, or not written, so far. Any thread.
  std::uint64_t dropped() const;

  static constexpr std::chrono::milliseconds kFlushTime{200};

 private:
  // Shared with the thread, which is never joined: it may hang in a write.
  struct Queue;
  const std::shared_ptr<Queue> queue_;
};

}  // namespace pitel
