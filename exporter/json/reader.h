#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "json/byte_source.h"

namespace pitel {

// Why a document was refused. Never quotes the document.
struct JsonError {
  enum class Kind {
    kParse,     // not JSON to its last byte, or nested deeper than kJsonDepth
    kSchema,    // JSON, but not of the shape asked for
    kTooLarge,  // with more rows, or a longer text, than accepted
  };
  Kind kind = Kind::kParse;
  std::string message;

  bool operator==(const JsonError&) const = default;
};

// How deeply containers may be nested, counting the root.
inline constexpr int kJsonDepth = 32;

// The longest text or key that is accepted, in bytes as they are sent; up to a
// run of the source longer. Nothing else is in memory as a whole.
inline constexpr std::size_t kJsonTextBytes = std::size_t{4} << 20;

enum class JsonType {
  kObject,
  kArray,
  kString,
  kLiteral,  // a number, true or false
  kNull,
};

// Receives a document in its order. Returning false stops the parse; the
// handler then knows why.
class JsonHandler {
 public:
  virtual ~JsonHandler() = default;
  // The brackets of an object or an array.
  virtual bool Open(JsonType type) = 0;
  virtual bool Close(JsonType type) = 0;
  // Texts are valid during the call only.
  virtual bool Key(std::string_view key) = 0;
  // A string, or a literal as it is written, or null without text. A number
  // beyond the range of a double is an error.
  virtual bool Scalar(JsonType type, std::string_view text) = 0;
};

// Reads `source` to its end. A failure leaves the events that came before it
// delivered: commit nothing until this has returned without one.
//
// RapidJSON runs in json/parser.h only. Numbers are never converted by it
// (CVE-2024-38517); a raw control character or a lone high surrogate escape in
// a string is an error, while a lone low surrogate and ill-formed UTF-8 pass
// through, so texts that become label values go through SafeLabelValue.
struct JsonOutcome {
  std::optional<JsonError> error;
  bool stopped = false;  // by the handler, in which case there is no error
};
JsonOutcome ReadJson(ByteSource& source, JsonHandler& handler);

}  // namespace pitel
