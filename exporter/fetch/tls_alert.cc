#include "fetch/tls_alert.h"

#include <openssl/ssl.h>

namespace pitel {
namespace {

constexpr int kFatal = 2;
// TLS 1.3 (RFC 8446, section 6.2); OpenSSL 3.0 has no description of it.
constexpr int kCertificateRequired = 116;

void OnInfo(const SSL* ssl, int where, int value) {
  auto* const last = static_cast<int*>(
      SSL_CTX_get_app_data(SSL_get_SSL_CTX(const_cast<SSL*>(ssl))));
  if (last == nullptr) return;
  if (where == SSL_CB_READ_ALERT && value >> 8 == kFatal) *last = value;
}

CURLcode OnContext(CURL*, void* ssl_context, void* last) {
  auto* const context = static_cast<SSL_CTX*>(ssl_context);
  SSL_CTX_set_app_data(context, last);
  SSL_CTX_set_info_callback(context, OnInfo);
  return CURLE_OK;
}

}  // namespace

void TlsAlert::Watch(CURL* easy) {
  SetOption(easy, CURLOPT_SSL_CTX_FUNCTION, &OnContext);
  SetOption(easy, CURLOPT_SSL_CTX_DATA, static_cast<void*>(&last_));
}

std::string TlsAlert::InWords() const {
  if (last_ == 0) return "";
  if ((last_ & 0xff) == kCertificateRequired) return "certificate required";
  return SSL_alert_desc_string_long(last_);
}

}  // namespace pitel
