#include "fetch/tls_alert.h"

#include <openssl/ssl.h>
#include <poll.h>

namespace pitel {
namespace {

constexpr int kFatal = 2;
// TLS 1.3 (RFC 8446, section 6.2); OpenSSL 3.0 has no description of it.
constexpr int kCertificateRequired = 116;

}  // namespace

struct TlsCallbacks {
  static void OnInfo(const SSL* ssl, int where, int value) {
    auto* const seen = static_cast<TlsAlert::Seen*>(
        SSL_CTX_get_app_data(SSL_get_SSL_CTX(const_cast<SSL*>(ssl))));
    if (seen == nullptr) return;
    if (where == SSL_CB_READ_ALERT && value >> 8 == kFatal) {
      seen->alert = value;
    }
    if ((where & SSL_CB_CONNECT_LOOP) == SSL_CB_CONNECT_LOOP &&
        SSL_get_state(ssl) == TLS_ST_CR_CERT_REQ) {
      seen->asked_for_certificate = true;
    }
  }

  static CURLcode OnContext(CURL*, void* ssl_context, void* alert) {
    auto* const context = static_cast<SSL_CTX*>(ssl_context);
    SSL_CTX_set_app_data(context, &static_cast<TlsAlert*>(alert)->seen_);
    SSL_CTX_set_info_callback(context, &TlsCallbacks::OnInfo);
    return CURLE_OK;
  }
};

void TlsAlert::Watch(CURL* easy) {
  SetOption(easy, CURLOPT_SSL_CTX_FUNCTION, &TlsCallbacks::OnContext);
  SetOption(easy, CURLOPT_SSL_CTX_DATA, static_cast<void*>(this));
}

void TlsAlert::AwaitVerdict(CURL* easy, curl_socket_t socket,
                            std::chrono::milliseconds patience) {
  if (!seen_.asked_for_certificate) return;
  const auto* const session =
      CurlInfo<curl_tlssessioninfo*>(easy, CURLINFO_TLS_SSL_PTR);
  if (session == nullptr || session->internals == nullptr) return;
  auto* const ssl = static_cast<SSL*>(session->internals);
  if (SSL_version(ssl) < TLS1_3_VERSION) return;
  pollfd waiting{socket, POLLIN, 0};
  if (::poll(&waiting, 1, static_cast<int>(patience.count())) <= 0) return;
  // Processes tickets and alerts, but consumes nothing of a response.
  char byte = 0;
  SSL_peek(ssl, &byte, 1);
}

std::string TlsAlert::InWords() const {
  if (seen_.alert == 0) return "";
  if ((seen_.alert & 0xff) == kCertificateRequired) {
    return "certificate required";
  }
  return SSL_alert_desc_string_long(seen_.alert);
}

}  // namespace pitel
