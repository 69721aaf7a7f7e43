// The outcome of something that may be expected to fail: a value, or an error
// that says why there is none. Failures at startup throw instead.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace pitel {

// What went wrong, in words for an operator: what, where, and what to do.
// Never contains a secret, a phone number or a person's name.
struct Error {
  std::string message;

  bool operator==(const Error&) const = default;
};

template <typename T, typename E = Error>
class [[nodiscard]] Result {
 public:
  Result(T value) : outcome_(std::in_place_index<0>, std::move(value)) {}
  Result(E error) : outcome_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return outcome_.index() == 0; }
  explicit operator bool() const { return ok(); }

  // Only when ok().
  T& operator*() & { return std::get<0>(outcome_); }
  const T& operator*() const& { return std::get<0>(outcome_); }
  T&& operator*() && { return std::get<0>(std::move(outcome_)); }
  T* operator->() { return &std::get<0>(outcome_); }
  const T* operator->() const { return &std::get<0>(outcome_); }

  // Only when not ok().
  const E& error() const { return std::get<1>(outcome_); }

 private:
  std::variant<T, E> outcome_;
};

}  // namespace pitel
