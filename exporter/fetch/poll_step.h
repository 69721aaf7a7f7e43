#pragma once

#include <string_view>

#include "fetch/failure.h"

namespace pitel {

// What a poll is doing, for the report of a watchdog.
struct PollStep {
  Operation operation = Operation::kMonitor;
  std::string_view in_words;  // a constant, such as "reading the response"
};

// A step of the conversation with a host.
enum class FetchStep {
  kCredential,
  kLookUp,
  kRequest,
  kResponse,
};

inline std::string_view InWords(FetchStep step) {
  switch (step) {
    case FetchStep::kCredential:
      return "reading the credential";
    case FetchStep::kLookUp:
      return "looking up the name of the host";
    case FetchStep::kRequest:
      return "connecting or waiting for the response";
    case FetchStep::kResponse:
      return "reading the response";
  }
  return "";
}

}  // namespace pitel
