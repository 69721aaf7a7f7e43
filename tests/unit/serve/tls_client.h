// An HTTPS client for the tests, which says what OpenSSL agreed on.
#pragma once

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "support/certificate.h"
#include "unit/serve/client.h"

namespace pitel::testing {

struct TlsClientOptions {
  int min_version = TLS1_2_VERSION;
  int max_version = TLS1_3_VERSION;
  const char* suites = nullptr;  // before TLS 1.3
  const char* groups = nullptr;
  std::optional<Identity> identity = {};
};

class TlsClient {
 public:
  // Connects and shakes hands.
  explicit TlsClient(const std::string& address,
                     const TlsClientOptions& options = {})
      : client_(address),
        context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free) {
    SSL_CTX* const context = context_.get();
    SSL_CTX_set_min_proto_version(context, options.min_version);
    SSL_CTX_set_max_proto_version(context, options.max_version);
    SSL_CTX_set_cipher_list(
        context, options.suites ? options.suites : "ALL:@SECLEVEL=0");
    if (options.groups) SSL_CTX_set1_groups_list(context, options.groups);
    if (options.identity) Show(*options.identity);
    ssl_.reset(SSL_new(context));
    // Nothing takes that long unless the server hangs.
    const timeval patience{20, 0};
    ::setsockopt(client_.socket(), SOL_SOCKET, SO_RCVTIMEO, &patience,
                 sizeof patience);
    SSL_set_fd(ssl_.get(), client_.socket());
    connected_ = SSL_connect(ssl_.get()) == 1;
  }

  // With TLS 1.3, the server may still refuse the client's certificate.
  bool connected() const { return connected_; }
  std::string version() const { return SSL_get_version(ssl_.get()); }
  std::string suite() const { return SSL_get_cipher_name(ssl_.get()); }
  // The server's certificate, as PEM.
  std::string certificate() const {
    const std::unique_ptr<X509, decltype(&X509_free)> x509(
        SSL_get1_peer_certificate(ssl_.get()), X509_free);
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()),
                                                        BIO_free);
    PEM_write_bio_X509(bio.get(), x509.get());
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
  }
  Client& socket() { return client_; }

  TlsClient& Send(std::string_view bytes) {
    SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()));
    return *this;
  }
  TlsClient& Get(std::string_view target, std::string_view fields = "") {
    return Send("GET " + std::string(target) + " HTTP/1.1\r\nHost: x\r\n" +
                std::string(fields) + "\r\n");
  }
  // Everything up to the end, which `ended_well` says was announced.
  std::string ReadToEnd() {
    std::string text;
    char bytes[16 * 1024];
    int size = 0;
    while ((size = SSL_read(ssl_.get(), bytes, sizeof bytes)) > 0) {
      text.append(bytes, static_cast<std::size_t>(size));
    }
    ended_well = SSL_get_error(ssl_.get(), size) == SSL_ERROR_ZERO_RETURN;
    return text;
  }
  std::string Fetch(std::string_view target, std::string_view fields = "") {
    return Get(target, std::string(fields) + "Connection: close\r\n")
        .ReadToEnd();
  }
  void Shutdown() { SSL_shutdown(ssl_.get()); }
  bool has_session_to_resume() const {
    return SSL_SESSION_is_resumable(SSL_get_session(ssl_.get())) == 1;
  }

  bool ended_well = false;

 private:
  void Show(const Identity& identity) {
    const auto read = [](const std::string& pem) {
      return std::unique_ptr<BIO, decltype(&BIO_free)>(
          BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
    };
    X509* const x509 = PEM_read_bio_X509(read(identity.certificate).get(),
                                         nullptr, nullptr, nullptr);
    EVP_PKEY* const key = PEM_read_bio_PrivateKey(read(identity.key).get(),
                                                  nullptr, nullptr, nullptr);
    SSL_CTX_use_certificate(context_.get(), x509);
    SSL_CTX_use_PrivateKey(context_.get(), key);
    X509_free(x509);
    EVP_PKEY_free(key);
  }

  struct SslFree {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };
  Client client_;
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
  std::unique_ptr<SSL, SslFree> ssl_;
  bool connected_ = false;
};

}  // namespace pitel::testing
