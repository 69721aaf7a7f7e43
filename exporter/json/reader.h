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

// Containers inside one another; the root is the first.
inline constexpr int kJsonDepth = 32;

// The longest text or key that is accepted, in bytes as they are sent; up to a
// run of the source longer. Nothing else is in memory as a whole.
inline constexpr std::size_t kJsonTextBytes = std::size_t{4} << 20;

// Receives a document in its order. Texts are valid during the call only.
// Numbers and the literals true and false arrive as they are written; a number
// beyond the range of a double is an error.
// Returning false stops the parse; the handler then knows why.
class JsonHandler {
 public:
  virtual ~JsonHandler() = default;
  virtual bool StartObject() = 0;
  virtual bool Key(std::string_view key) = 0;
  virtual bool EndObject() = 0;
  virtual bool StartArray() = 0;
  virtual bool EndArray() = 0;
  virtual bool String(std::string_view text) = 0;
  virtual bool Literal(std::string_view text) = 0;
  virtual bool Null() = 0;
};

// Reads `source` to its end. A failure leaves the events that came before it
// delivered: commit nothing until this has returned without one.
//
// The one place where RapidJSON runs. Numbers are never converted by it
// (CVE-2024-38517); a raw control character or a lone high surrogate escape in
// a string is an error, while a lone low surrogate and ill-formed UTF-8 pass
// through, so texts that become label values go through SafeLabelValue.
struct JsonOutcome {
  std::optional<JsonError> error;
  bool stopped = false;  // by the handler, in which case there is no error
};
JsonOutcome ReadJson(ByteSource& source, JsonHandler& handler);

}  // namespace pitel
