#include "json/reader.h"

#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <cstddef>

namespace pitel {
namespace {

// RapidJSON's input stream over a ByteSource. Peek() is NUL at the end, as
// RapidJSON wants it, and at a NUL in the document: AtEnd() tells them apart.
// Ends early when RapidJSON, which collects each text, has reported nothing for
// too long.
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
  std::size_t Tell() const {
    return bytes_before_ + static_cast<std::size_t>(next_ - begin_);
  }
  bool AtEnd() const { return at_end_; }
  bool gave_up() const { return gave_up_; }
  void NoteEvent() { last_event_ = Tell(); }

  // For writing in place, which does not happen.
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

// Hands events on and refuses what is nested too deep: the recursive parser
// would overflow a thread's stack, and it stops at the first refusal.
class Guard {
 public:
  using Ch = char;

  Guard(JsonHandler& handler, PulledStream& stream)
      : handler_(handler), stream_(stream) {}

  bool too_deep() const { return depth_ > kJsonDepth; }

  bool StartObject() { return Enter() && handler_.StartObject(); }
  bool EndObject(rapidjson::SizeType) { return Leave(handler_.EndObject()); }
  bool StartArray() { return Enter() && handler_.StartArray(); }
  bool EndArray(rapidjson::SizeType) { return Leave(handler_.EndArray()); }
  bool Key(const Ch* text, rapidjson::SizeType size, bool) {
    stream_.NoteEvent();
    return handler_.Key({text, size});
  }
  bool String(const Ch* text, rapidjson::SizeType size, bool) {
    stream_.NoteEvent();
    return handler_.String({text, size});
  }
  bool RawNumber(const Ch* text, rapidjson::SizeType size, bool) {
    stream_.NoteEvent();
    return handler_.Literal({text, size});
  }
  bool Bool(bool value) {
    stream_.NoteEvent();
    return handler_.Literal(value ? "true" : "false");
  }
  bool Null() {
    stream_.NoteEvent();
    return handler_.Null();
  }

  // Numbers arrive as RawNumber only.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }

 private:
  bool Enter() {
    stream_.NoteEvent();
    return ++depth_ <= kJsonDepth;
  }
  bool Leave(bool go_on) {
    stream_.NoteEvent();
    --depth_;
    return go_on;
  }

  JsonHandler& handler_;
  PulledStream& stream_;
  int depth_ = 0;
};

JsonError ParseError(std::string what, std::size_t byte) {
  return {JsonError::Kind::kParse,
          std::move(what) + " at byte " + std::to_string(byte)};
}

}  // namespace

JsonOutcome ReadJson(ByteSource& source, JsonHandler& handler) {
  PulledStream stream(source);
  Guard guard(handler, stream);
  rapidjson::Reader reader;
  const rapidjson::ParseResult result =
      reader.Parse<rapidjson::kParseNumbersAsStringsFlag>(stream, guard);
  if (guard.too_deep()) {
    return {ParseError("nested deeper than " + std::to_string(kJsonDepth),
                       result.Offset())};
  }
  if (stream.gave_up()) {
    return {JsonError{JsonError::Kind::kTooLarge,
                      "over 4 MiB without a value before byte " +
                          std::to_string(stream.Tell())}};
  }
  if (result.Code() == rapidjson::kParseErrorTermination) {
    return {std::nullopt, true};
  }
  if (result.IsError()) {
    return {ParseError(rapidjson::GetParseError_En(result.Code()),
                       result.Offset())};
  }
  if (!stream.AtEnd()) {
    return {ParseError("a NUL behind the document", stream.Tell())};
  }
  return {};
}

}  // namespace pitel
