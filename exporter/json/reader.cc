#include "json/reader.h"

#include <rapidjson/error/error.h>

#include <cstddef>
#include <utility>

#include "json/parser.h"
#include "json/pulled_stream.h"

namespace pitel {
namespace {

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

JsonOutcome NoByteOrderMark() {
  return {ParseError("neither JSON nor a byte order mark", 0)};
}

JsonOutcome OutcomeOf(const rapidjson::ParseResult& result,
                      const PulledStream& stream, bool too_deep) {
  if (too_deep) {
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

JsonOutcome ReadJson(ByteSource& source, JsonHandler& handler) {
  return ParseJson(source, handler);
}

}  // namespace pitel
