// The input of the JSON parser; private to the folder.
#pragma once

#include <cstddef>
#include <string_view>

#include "json/byte_source.h"
#include "json/reader.h"

namespace pitel {

// RapidJSON's input stream over a ByteSource. Peek() is NUL at the end, as
// RapidJSON expects, and at a NUL in the document: AtEnd() tells them apart.
// Ends early if RapidJSON, which collects each text in memory, has reported
// nothing for more than kJsonTextBytes.
class PulledStream {
 public:
  using Ch = char;

  explicit PulledStream(ByteSource& source) : source_(source) { Refill(); }

  Ch Peek() const { return *next_; }
  Ch Take() {
    const Ch taken = *next_;
    if (++next_ == end_) Refill();
    return taken;
  }
  // Skips a UTF-8 byte order mark, as RFC 8259 allows. False if there is only
  // the beginning of one.
  bool SkipByteOrderMark() {
    if (Peek() != '\xEF') return true;
    for (const Ch byte : {'\xEF', '\xBB', '\xBF'}) {
      if (Take() != byte) return false;
    }
    return true;
  }
  std::size_t Tell() const {
    return bytes_before_ + static_cast<std::size_t>(next_ - begin_);
  }
  bool AtEnd() const { return at_end_; }
  bool gave_up() const { return gave_up_; }
  void NoteEvent() { last_event_ = Tell(); }
  bool has_events() const { return last_event_ > 0; }

  // RapidJSON needs these to parse in place, which is not used.
  Ch* PutBegin() { return nullptr; }
  void Put(Ch) {}
  void Flush() {}
  std::size_t PutEnd(Ch*) { return 0; }

 private:
  void Refill() {
    static constexpr Ch kEnd = '\0';
    bytes_before_ += static_cast<std::size_t>(end_ - begin_);
    gave_up_ = gave_up_ || bytes_before_ - last_event_ > kJsonTextBytes;
    const std::string_view run =
        at_end_ || gave_up_ ? std::string_view() : source_.Next();
    if (run.empty()) {
      if (at_end_) --bytes_before_;  // the sentinel was taken, not a byte
      at_end_ = true;
      begin_ = &kEnd;
      end_ = begin_ + 1;
    } else {
      begin_ = run.data();
      end_ = begin_ + run.size();
    }
    next_ = begin_;
  }

  ByteSource& source_;
  const Ch* begin_ = nullptr;
  const Ch* next_ = nullptr;
  const Ch* end_ = nullptr;
  std::size_t bytes_before_ = 0;
  std::size_t last_event_ = 0;
  bool gave_up_ = false;
  bool at_end_ = false;
};

}  // namespace pitel
