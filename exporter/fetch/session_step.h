#pragma once

#include <string_view>

#include "fetch/failure.h"

namespace pitel {

// The steps of an HTTP request, in order. Tested in http_client_test.cc and
// api_session_test.cc.
enum class HttpStep {
  kLookup,    // of the host's addresses
  kRequest,   // connecting, sending, waiting for the head of the response
  kResponse,  // its body arrives
  kEnded,     // nothing more arrives
};

// The rest of a response may still be decoded after its end.
inline std::string_view InWords(HttpStep step) {
  switch (step) {
    case HttpStep::kLookup:
      return "looking up the name of the host";
    case HttpStep::kRequest:
      return "connecting or waiting for the response";
    case HttpStep::kResponse:
    case HttpStep::kEnded:
      return "reading the response";
  }
  return "";
}

// What a session is doing, for the report of a watchdog.
struct SessionStep {
  Operation operation = Operation::kMonitor;
  std::string_view in_words;  // a constant, such as "reading the response"
};

}  // namespace pitel
