#include "json/json_string.h"

#include <rapidjson/writer.h>

namespace pitel {
namespace {

// RapidJSON's own buffer does not check whether there is memory for it.
struct Output {
  using Ch = char;
  void Put(Ch c) { text += c; }
  void Flush() {}

  std::string text;
};

}  // namespace

std::string JsonString(std::string_view text) {
  Output output;
  rapidjson::Writer<Output> writer(output);
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  return output.text;
}

}  // namespace pitel
