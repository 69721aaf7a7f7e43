// What a TLS peer said in an alert; private to the folder.
#pragma once

#include <chrono>
#include <string>

#include "fetch/curl.h"

namespace pitel {

// Remembers the last fatal alert of the connections that one host's handles
// make.
//
// Under TLS 1.3 a server refuses a client's certificate, or a client without
// one, after the handshake. A client that sends its request at once may learn
// only that the connection was reset.
class TlsAlert {
 public:
  // Watches the connections of `easy`, which this outlives.
  void Watch(CURL* easy);

  // A request begins: what was said before does not count.
  void Forget() { seen_ = {}; }

  // If the new connection of `easy` on `socket` asked for a certificate, waits
  // for what the server says to it: an alert or, as a rule, a session ticket.
  void AwaitVerdict(CURL* easy, curl_socket_t socket,
                    std::chrono::milliseconds patience);

  // As in "certificate required"; empty if no alert came.
  std::string InWords() const;

 private:
  // Written from OpenSSL's info callback.
  struct Seen {
    int alert = 0;  // as OpenSSL gives it
    bool asked_for_certificate = false;
  };
  friend struct TlsCallbacks;

  Seen seen_;
};

}  // namespace pitel
