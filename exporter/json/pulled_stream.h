// The input of the JSON parser; private to the folder.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
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
  // What follows of a string in this run of the source, up to what needs
  // attention: a quotation mark, an escape or a control character. Valid until
  // the next Take or Skip.
  std::string_view PlainText() const {
    const Ch* end = next_;
    for (; end_ - end >= 8; end += 8) {
      if (const std::uint64_t special = FindSpecial(end)) {
        end += std::countr_zero(special) / 8;
        return {next_, static_cast<std::size_t>(end - next_)};
      }
    }
    while (end != end_ && !IsSpecial(*end)) ++end;
    return {next_, static_cast<std::size_t>(end - next_)};
  }
  void Skip(std::size_t bytes) {
    next_ += bytes;
    if (next_ == end_) Refill();
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
  static bool IsSpecial(Ch c) {
    return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
  }
  // Compares eight bytes at once. The highest bit of each byte of the result
  // says whether that byte is special, up to the first that is: a byte less
  // than n borrows from its highest bit when n is subtracted.
  static std::uint64_t FindSpecial(const Ch* bytes) {
    constexpr std::uint64_t kEach = 0x0101010101010101;
    std::uint64_t word = 0;
    for (int i = 0; i < 8; ++i) {
      word |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << 8 * i;
    }
    const auto less = [](std::uint64_t each, std::uint64_t n) {
      return (each - kEach * n) & ~each;
    };
    return (less(word, 0x20) | less(word ^ kEach * '"', 1) |
            less(word ^ kEach * '\\', 1)) &
           kEach * 0x80;
  }

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
