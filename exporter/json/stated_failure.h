#pragma once

#include <string_view>

#include "json/reader.h"

namespace pitel {

// The failure that the root of a document reports. APIs send one with status
// 200, often with an empty list beside it. If a key is repeated, the last one
// counts.
class StatedFailure {
 public:
  // A value of the root. A container has no text, and is empty unless
  // TakeElement is called for it.
  void Take(std::string_view key, JsonType type, std::string_view text);
  void TakeElement(std::string_view key);

  // The key that reports a failure; empty if none does.
  std::string_view key() const;

 private:
  bool error_ = false;
  bool errors_ = false;
  bool status_ = false;
  bool code_ = false;
};

}  // namespace pitel
