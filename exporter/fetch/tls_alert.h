// Alerts from a TLS peer; private to the folder. Tested in
// http_client_tls_test.cc.
#pragma once

#include <string>

#include "fetch/curl.h"

namespace pitel {

// Remembers the last fatal alert on the connections to one host.
class TlsAlert {
 public:
  // Watches the connections of `easy`. Must outlive `easy`.
  void Watch(CURL* easy);

  // Discards earlier alerts. Called when a request begins.
  void Forget() { last_ = 0; }

  // Such as "certificate required"; empty if there was no alert.
  std::string InWords() const;

 private:
  // OpenSSL's value, level << 8 | description; written from its info callback.
  int last_ = 0;
};

}  // namespace pitel
