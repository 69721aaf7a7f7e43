// A private header of serve. Tested in tls_server_test.cc.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <boost/system/error_code.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "config/web_config.h"

namespace pitel {

// How the server speaks TLS. Sessions are never resumed, so every connection
// shows its certificate under the settings of that moment.
class TlsContext {
 public:
  // The error says what OpenSSL does not accept.
  static Result<std::shared_ptr<TlsContext>> Make(const WebTls& tls);

  boost::asio::ssl::context& context() { return context_; }

 private:
  explicit TlsContext(const WebTls& tls);
  void LimitVersions(const WebTls& tls);
  void LimitAlgorithms(const WebTls& tls);
  void AskForCertificate(const WebTls& tls);
  void TrustAuthorities(const std::string& pem);
  // The outcome of OpenSSL's check of a client's certificate.
  static int Verify(X509_STORE_CTX* store, void* self);

  boost::asio::ssl::context context_{boost::asio::ssl::context::tls_server};
  bool verifies_ = false;
  const std::optional<std::vector<std::string>> allowed_names_;
};

// Whether a handshake failed because the client speaks plain HTTP.
bool IsPlainHttp(const boost::system::error_code& error);

}  // namespace pitel
