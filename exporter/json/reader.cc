#include "json/reader.h"

#include <rapidjson/error/error.h>
#include <rapidjson/reader.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

#include "json/pulled_stream.h"

namespace pitel {
namespace {

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

using Reader = rapidjson::GenericReader<rapidjson::UTF8<>, rapidjson::UTF8<>,
                                        ThrowingAllocator>;

}  // namespace
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
// streams only. A poll of 10,000 rows takes 0.77 of the instructions.
template <>
template <>
inline void pitel::Reader::ScanCopyUnescapedString(
    pitel::PulledStream& in, pitel::Reader::StackStream<char>& out) {
  const std::string_view text = in.PlainText();
  if (text.empty()) return;
  std::memcpy(out.Push(static_cast<rapidjson::SizeType>(text.size())),
              text.data(), text.size());
  in.Skip(text.size());
}

namespace pitel {
namespace {

// Hands events on and refuses what is nested too deep: the recursive parser
// would overflow a thread's stack, and it stops at the first refusal.
class Guard final
    : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Guard> {
 public:
  Guard(JsonHandler& handler, PulledStream& stream)
      : handler_(handler), stream_(stream) {}

  bool too_deep() const { return depth_ > kJsonDepth; }

  bool StartObject() { return Open(JsonType::kObject); }
  bool EndObject(rapidjson::SizeType) { return Close(JsonType::kObject); }
  bool StartArray() { return Open(JsonType::kArray); }
  bool EndArray(rapidjson::SizeType) { return Close(JsonType::kArray); }
  bool Key(const Ch* text, rapidjson::SizeType size, bool) {
    stream_.NoteEvent();
    return handler_.Key({text, size});
  }
  bool String(const Ch* text, rapidjson::SizeType size, bool) {
    return Scalar(JsonType::kString, {text, size});
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

  JsonHandler& handler_;
  PulledStream& stream_;
  int depth_ = 0;
};

// The format of a document that is not JSON in UTF-8, if its first bytes show
// it.
std::string OtherFormat(const PulledStream& stream) {
  const char stopper = stream.Peek();
  if (stopper == '<' && !stream.has_events()) {
    return "the body is HTML or XML, expected JSON";
  }
  const bool is_mark =
      stream.Tell() == 0 && (stopper == '\xFF' || stopper == '\xFE');
  const bool is_half = stream.Tell() <= 1 && stopper == '\0' && !stream.AtEnd();
  if (is_mark || is_half) return "the body is UTF-16, expected UTF-8";
  return "";
}

constexpr struct {
  rapidjson::ParseErrorCode code;
  std::string_view words;
} kSyntaxErrors[] = {
    {rapidjson::kParseErrorDocumentRootNotSingular,
     "unexpected text after the document"},
    {rapidjson::kParseErrorValueInvalid, "invalid value"},
    {rapidjson::kParseErrorObjectMissName, "expected a key"},
    {rapidjson::kParseErrorObjectMissColon, "expected a colon after a key"},
    {rapidjson::kParseErrorObjectMissCommaOrCurlyBracket,
     "expected a comma or a closing brace"},
    {rapidjson::kParseErrorArrayMissCommaOrSquareBracket,
     "expected a comma or a closing bracket"},
    {rapidjson::kParseErrorStringUnicodeEscapeInvalidHex,
     "invalid \\u escape in a string"},
    {rapidjson::kParseErrorStringUnicodeSurrogateInvalid,
     "unpaired surrogate in a string"},
    {rapidjson::kParseErrorStringEscapeInvalid, "invalid escape in a string"},
    {rapidjson::kParseErrorNumberTooBig, "number beyond the range of a double"},
    {rapidjson::kParseErrorNumberMissFraction,
     "expected a digit after a decimal point"},
    {rapidjson::kParseErrorNumberMissExponent,
     "expected a digit in an exponent"}};

// Describes a syntax error other than an early end of the document.
std::string_view Describe(rapidjson::ParseErrorCode code,
                          const PulledStream& stream) {
  // RapidJSON reports a raw control character as an invalid escape or encoding,
  // and a NUL as a missing quotation mark.
  const bool in_string = code == rapidjson::kParseErrorStringEscapeInvalid ||
                         code == rapidjson::kParseErrorStringInvalidEncoding ||
                         code == rapidjson::kParseErrorStringMissQuotationMark;
  const bool at_control = static_cast<unsigned char>(stream.Peek()) < 0x20;
  if (in_string && at_control) return "raw control character in a string";
  for (const auto& error : kSyntaxErrors) {
    if (error.code == code) return error.words;
  }
  return "not JSON";
}

JsonError ParseError(std::string_view what, std::size_t byte) {
  return {JsonError::Kind::kParse,
          std::string(what) + " at byte " + std::to_string(byte)};
}

JsonError SyntaxError(const rapidjson::ParseResult& result,
                      const PulledStream& stream) {
  if (auto format = OtherFormat(stream); !format.empty()) {
    return {JsonError::Kind::kParse, std::move(format)};
  }
  if (result.Code() == rapidjson::kParseErrorDocumentEmpty) {
    return {JsonError::Kind::kParse,
            stream.Tell() == 0
                ? "the response is empty"
                : "the response contains nothing but white space"};
  }
  if (stream.AtEnd() && result.Code() != rapidjson::kParseErrorNumberTooBig) {
    return ParseError("the document ends too early", stream.Tell());
  }
  return ParseError(Describe(result.Code(), stream), result.Offset());
}

}  // namespace

JsonOutcome ReadJson(ByteSource& source, JsonHandler& handler) {
  PulledStream stream(source);
  Guard guard(handler, stream);
  if (!stream.SkipByteOrderMark()) {
    return {ParseError("neither JSON nor a byte order mark", 0)};
  }
  Reader reader;
  const rapidjson::ParseResult result =
      reader.Parse<rapidjson::kParseNumbersAsStringsFlag>(stream, guard);
  if (guard.too_deep()) {
    return {ParseError("nested deeper than " + std::to_string(kJsonDepth),
                       result.Offset())};
  }
  if (stream.gave_up()) {
    return {JsonError{JsonError::Kind::kTooLarge,
                      "text or white space of more than 4 MiB before byte " +
                          std::to_string(stream.Tell())}};
  }
  if (result.Code() == rapidjson::kParseErrorTermination) {
    return {std::nullopt, true};
  }
  if (result.IsError()) return {SyntaxError(result, stream)};
  if (!stream.AtEnd()) {
    return {ParseError("NUL byte after the document", stream.Tell())};
  }
  return {};
}

}  // namespace pitel
