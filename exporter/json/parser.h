// RapidJSON and what it needs to read a document; private to the folder. Tested
// in reader_test.cc and rows_test.cc.
#pragma once

#include <rapidjson/reader.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string_view>

#include "json/pulled_stream.h"
#include "json/reader.h"

namespace pitel {

// RapidJSON does not check whether its allocator returned memory.
class ThrowingAllocator {
 public:
  [[maybe_unused]] static constexpr bool kNeedFree = true;

  void* Malloc(std::size_t size) {
    return size == 0 ? nullptr : OrThrow(std::malloc(size));
  }
  void* Realloc(void* old, std::size_t, std::size_t size) {
    if (size != 0) return OrThrow(std::realloc(old, size));
    std::free(old);
    return nullptr;
  }
  static void Free(void* memory) { std::free(memory); }

 private:
  static void* OrThrow(void* memory) {
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
  }
};

using RapidReader =
    rapidjson::GenericReader<rapidjson::UTF8<>, rapidjson::UTF8<>,
                             ThrowingAllocator>;

}  // namespace pitel

namespace rapidjson {

// Inlined, as for RapidJSON's own streams.
template <>
inline void SkipWhitespace(pitel::PulledStream& stream) {
  while (stream.Peek() == ' ' || stream.Peek() == '\n' ||
         stream.Peek() == '\r' || stream.Peek() == '\t') {
    stream.Take();
  }
}

}  // namespace rapidjson

// RapidJSON calls this to copy plain text at once, which it does for its own
// streams only.
template <>
template <>
inline void pitel::RapidReader::ScanCopyUnescapedString(
    pitel::PulledStream& in, pitel::RapidReader::StackStream<char>& out) {
  const std::string_view text = in.PlainText();
  if (text.empty()) return;
  std::memcpy(out.Push(static_cast<rapidjson::SizeType>(text.size())),
              text.data(), text.size());
  in.Skip(text.size());
}

namespace pitel {

inline constexpr unsigned kParseFlags = rapidjson::kParseNumbersAsStringsFlag;

// Hands events on and refuses what is nested too deep: the recursive parser
// would overflow a thread's stack, and it stops at the first refusal.
template <typename Handler>
class Guard final
    : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Guard<Handler>> {
 public:
  using Ch = char;

  Guard(Handler& handler, PulledStream& stream)
      : handler_(handler), stream_(stream) {}

  bool too_deep() const { return depth_ > kJsonDepth; }

  bool StartObject() { return Open(JsonType::kObject); }
  bool EndObject(rapidjson::SizeType) { return Close(JsonType::kObject); }
  bool StartArray() { return Open(JsonType::kArray); }
  bool EndArray(rapidjson::SizeType) { return Close(JsonType::kArray); }
  bool Key(const Ch* text, rapidjson::SizeType size, bool) {
    return TakeString({text, size}, true);
  }
  bool String(const Ch* text, rapidjson::SizeType size, bool) {
    return TakeString({text, size}, false);
  }
  bool TakeString(std::string_view text, bool is_key) {
    if (!is_key) return Scalar(JsonType::kString, text);
    stream_.NoteEvent();
    return handler_.Key(text);
  }
  bool RawNumber(const Ch* text, rapidjson::SizeType size, bool) {
    return Scalar(JsonType::kLiteral, {text, size});
  }
  bool Bool(bool value) {
    return Scalar(JsonType::kLiteral, value ? "true" : "false");
  }
  bool Null() { return Scalar(JsonType::kNull, ""); }
  // A number that was converted: does not happen.
  static bool Default() { return false; }

 private:
  bool Open(JsonType type) {
    stream_.NoteEvent();
    return ++depth_ <= kJsonDepth && handler_.Open(type);
  }
  bool Close(JsonType type) {
    stream_.NoteEvent();
    --depth_;
    return handler_.Close(type);
  }
  bool Scalar(JsonType type, std::string_view text) {
    stream_.NoteEvent();
    return handler_.Scalar(type, text);
  }

  Handler& handler_;
  PulledStream& stream_;
  int depth_ = 0;
};

// How the parse ended.
JsonOutcome OutcomeOf(const rapidjson::ParseResult& result,
                      const PulledStream& stream, bool too_deep);
JsonOutcome NoByteOrderMark();

// ReadJson for a type of handler that is known when this is compiled, whose
// calls are inlined.
template <typename Handler>
JsonOutcome ParseJson(ByteSource& source, Handler& handler) {
  PulledStream stream(source);
  if (!stream.SkipByteOrderMark()) return NoByteOrderMark();
  Guard<Handler> guard(handler, stream);
  RapidReader reader;
  const rapidjson::ParseResult result =
      reader.Parse<kParseFlags>(stream, guard);
  return OutcomeOf(result, stream, guard.too_deep());
}

}  // namespace pitel
