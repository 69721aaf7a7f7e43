// Alerts from a TLS peer; private to the folder.
#pragma once

#include <chrono>
#include <string>

#include "fetch/curl.h"

namespace pitel {

// Remembers the last fatal alert on the connections to one host.
//
// With TLS 1.3 a server rejects a client's certificate, or a client without
// one, after the handshake. A client that sends its request at once may only
// learn that the connection was reset.
class TlsAlert {
 public:
  // Watches the connections of `easy`. Must outlive `easy`.
  void Watch(CURL* easy);

  // Discards earlier alerts. Called when a request begins.
  void Forget() { seen_ = {}; }

  // If the server requested a certificate on the new connection of `easy` on
  // `socket`, waits for its reply: an alert or, usually, a session ticket.
  void AwaitVerdict(CURL* easy, curl_socket_t socket,
                    std::chrono::milliseconds patience);

  // Such as "certificate required"; empty if there was no alert.
  std::string InWords() const;

 private:
  // Written from OpenSSL's info callback.
  struct Seen {
    int alert = 0;  // OpenSSL's value: level << 8 | description
    bool asked_for_certificate = false;
  };
  friend struct TlsCallbacks;

  Seen seen_;
};

}  // namespace pitel
