#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace pitel {

// Writes lines to a file descriptor on a thread of its own, so that a reader
// who does not read blocks nobody else. Lines beyond a bound are dropped and
// counted; once the reader is back, a line of its own says how many.
class LineWriter {
 public:
  // What may wait to be written.
  static constexpr std::size_t kMostLines = 10'000;
  static constexpr std::size_t kMostBytes = std::size_t{1} << 20;

  // `describe_drops` gives the line that says how many were dropped. Throws if
  // there is no thread.
  LineWriter(int descriptor,
             std::function<std::string(std::uint64_t dropped)> describe_drops);
  // Leaves what cannot be written in kFlushTime.
  ~LineWriter();
  LineWriter(const LineWriter&) = delete;
  LineWriter& operator=(const LineWriter&) = delete;

  // Any thread; never blocks on the reader, never throws. `line` ends in "\n".
  void Write(std::string line) noexcept;
  // For a line that could not even be made.
  void Drop() noexcept;

  // Waits until what was given so far is written, but not for long. False if it
  // is not.
  bool Flush(std::chrono::nanoseconds patience = kFlushTime);

  // Lines that were dropped or could not be written, so far. Any thread.
  std::uint64_t dropped() const;

  static constexpr std::chrono::milliseconds kFlushTime{200};

 private:
  // Shared with the thread, which nobody joins: it may hang in a write.
  struct Queue;
  const std::shared_ptr<Queue> queue_;
};

}  // namespace pitel
