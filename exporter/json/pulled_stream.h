// The input of the JSON parser; private to the folder.
#pragma once

#ifdef __SSE2__
#include <emmintrin.h>
#endif

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
  std::string_view PlainText() const { return PlainTextFrom(next_); }
  void Skip(std::size_t bytes) {
    next_ += bytes;
    if (next_ == end_) Refill();
  }
  // Takes the string that begins with this quotation mark, with both marks, if
  // it is plain and ends in this run, but not with it. Its text, which is valid
  // as long as the run; without data if nothing was taken.
  std::string_view TakeWholeString() {
    const std::string_view text = PlainTextFrom(next_ + 1);
    const Ch* const mark = text.data() + text.size();
    if (end_ - mark < 2 || *mark != '"') return {};
    next_ = mark + 1;
    return text;
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
  std::string_view PlainTextFrom(const Ch* begin) const {
    const Ch* end = begin;
    for (; end_ - end >= kStep; end += kStep) {
      if (const auto special = FindSpecial(end)) {
        end += std::countr_zero(special) / kBitsPerByte;
        return {begin, static_cast<std::size_t>(end - begin)};
      }
    }
    while (end != end_ && !IsSpecial(*end)) ++end;
    return {begin, static_cast<std::size_t>(end - begin)};
  }
  static bool IsSpecial(Ch c) {
    return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
  }
#ifdef __SSE2__
  // Compares 16 bytes at once; each bit of the result is of a byte. A poll of
  // 10,000 rows takes 0.89 of the instructions that it takes with eight bytes.
  static constexpr int kStep = 16;
  static constexpr int kBitsPerByte = 1;
  static unsigned FindSpecial(const Ch* bytes) {
    const __m128i block =
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
    const __m128i highest_control = _mm_set1_epi8(0x1f);
    const __m128i special = _mm_or_si128(
        _mm_or_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8('"')),
                     _mm_cmpeq_epi8(block, _mm_set1_epi8('\\'))),
        _mm_cmpeq_epi8(_mm_max_epu8(block, highest_control), highest_control));
    return static_cast<unsigned>(_mm_movemask_epi8(special));
  }
#else
  // Compares eight bytes at once. The highest bit of each byte of the result
  // says whether that byte is special, up to the first that is: a byte less
  // than n borrows from its highest bit when n is subtracted.
  static constexpr int kStep = 8;
  static constexpr int kBitsPerByte = 8;
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
#endif

  [[gnu::noinline, gnu::cold]] void Refill() {
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
