#include "simulator/quirky_response.h"

namespace pitel::simulation {
namespace {

// Between a key and its text.
constexpr std::string_view kBetween = "\":\"";
constexpr std::string_view kTotal = "],\"total\":";
constexpr std::string_view kEmpty = "{\"data\":[],\"total\":0}";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

// Plain responses contain no escapes, and no white space outside of strings, so
// that it suffices to look for quotes.
std::string_view QuirkyResponse::Rewrite(std::string_view chunk) {
  json_.clear();
  if (!begun_ && values_.Chance(2)) json_ += kByteOrderMark;
  begun_ = true;
  for (auto at = chunk.find(kBetween); at != chunk.npos;
       at = chunk.find(kBetween)) {
    const std::size_t key = chunk.rfind('"', at - 1) + 1;
    const std::size_t text = at + kBetween.size();
    const std::size_t end = chunk.find('"', text);
    json_ += chunk.substr(0, text - 1);
    values_.Append(chunk.substr(key, at - key), chunk.substr(text, end - text),
                   json_);
    chunk.remove_prefix(end + 1);
  }
  AppendEnd(chunk);
  return json_;
}

void QuirkyResponse::AppendEnd(std::string_view rest) {
  if (rest == kEmpty) {
    json_ += "{\"data\":null,\"total\":";
    values_.AppendTotal("0", json_);
    json_ += "}";
    return;
  }
  const std::size_t total = rest.find(kTotal);
  if (total == rest.npos) {
    json_ += rest;
    return;
  }
  const std::size_t digits = total + kTotal.size();
  json_ += rest.substr(0, digits);
  values_.AppendTotal(rest.substr(digits, rest.size() - digits - 1), json_);
  json_ += "}";
}

}  // namespace pitel::simulation
