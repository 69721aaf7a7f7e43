#pragma once

#include <string_view>

namespace pitel {

// The failure that the root of a document reports. APIs send one with status
// 200, often with an empty list beside it. If a key is repeated, the last one
// counts.
class StatedFailure {
 public:
  // A string.
  void TakeString(std::string_view key, std::string_view text);
  // A number, true or false.
  void TakeLiteral(std::string_view key, std::string_view text);
  // An object or array: empty unless TakeElement is called for it.
  void TakeContainer(std::string_view key) { TakeString(key, ""); }
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
