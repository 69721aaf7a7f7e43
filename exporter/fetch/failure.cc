#include "fetch/failure.h"

#include <cstddef>
#include <iterator>

namespace pitel {
namespace {

constexpr std::string_view kReasonNames[] = {
    "dns",          "connect",   "tls",          "timeout",
    "unauthorized", "forbidden", "rate_limited", "http_4xx",
    "http_5xx",     "redirect",  "too_large",    "truncated",
    "parse",        "schema",    "stuck",        "other"};
static_assert(std::size(kReasonNames) == std::size(kFailureReasons));

}  // namespace

std::string_view ToString(Operation operation) {
  switch (operation) {
    case Operation::kMonitor:
      return "monitor";
    case Operation::kToken:
      return "token";
    case Operation::kQueue:
      return "queue";
  }
  return "";
}

std::string_view ToString(FailureReason reason) {
  return kReasonNames[static_cast<std::size_t>(reason)];
}

}  // namespace pitel
