#include "serve/tls_context.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/system/system_error.hpp>
#include <exception>

#include "serve/tls_client_names.h"

namespace pitel {
namespace {

namespace asio = boost::asio;

int ToProtocol(WebTlsVersion version) {
  switch (version) {
    case WebTlsVersion::kTls10:
      return TLS1_VERSION;
    case WebTlsVersion::kTls11:
      return TLS1_1_VERSION;
    case WebTlsVersion::kTls12:
      return TLS1_2_VERSION;
    case WebTlsVersion::kTls13:
      break;
  }
  return TLS1_3_VERSION;
}

// The names for OpenSSL, joined by colons.
template <typename Names>
std::string Join(const Names& names) {
  std::string joined;
  for (const TlsName& name : names) {
    joined.append(joined.empty() ? "" : ":").append(name.openssl);
  }
  return joined;
}

// Throws the last error of OpenSSL unless `ok`.
void Check(bool ok) {
  if (ok) return;
  const auto code = static_cast<int>(ERR_get_error());
  throw boost::system::system_error(code, asio::error::get_ssl_category());
}

}  // namespace

Result<std::shared_ptr<TlsContext>> TlsContext::Make(const WebTls& tls) try {
  ERR_clear_error();
  return std::shared_ptr<TlsContext>(new TlsContext(tls));
} catch (const boost::system::system_error& error) {
  return Error{"OpenSSL does not accept the TLS settings: " +
               error.code().message()};
}

TlsContext::TlsContext(const WebTls& tls)
    : allowed_names_(tls.client_allowed_sans) {
  SSL_CTX* const ssl = context_.native_handle();
  SSL_CTX_set_session_cache_mode(ssl, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_options(
      ssl, SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_num_tickets(ssl, 0);
  LimitVersions(tls);
  LimitAlgorithms(tls);
  context_.use_certificate_chain(asio::buffer(tls.certificate));
  context_.use_private_key(asio::buffer(tls.key), asio::ssl::context::pem);
  AskForCertificate(tls);
}

void TlsContext::LimitVersions(const WebTls& tls) {
  SSL_CTX* const ssl = context_.native_handle();
  Check(SSL_CTX_set_min_proto_version(ssl, ToProtocol(tls.min_version)) == 1);
  Check(SSL_CTX_set_max_proto_version(ssl, ToProtocol(tls.max_version)) == 1);
}

// OpenSSL speaks TLS 1.0 and 1.1 at its lowest level of security only.
void TlsContext::LimitAlgorithms(const WebTls& tls) {
  SSL_CTX* const ssl = context_.native_handle();
  std::string suites = tls.cipher_suites.empty() ? Join(CipherSuites())
                                                 : Join(tls.cipher_suites);
  if (tls.min_version < WebTlsVersion::kTls12) suites += ":@SECLEVEL=0";
  Check(SSL_CTX_set_cipher_list(ssl, suites.c_str()) == 1);
  if (tls.curves.empty()) return;
  Check(SSL_CTX_set1_groups_list(ssl, Join(tls.curves).c_str()) == 1);
}

void TlsContext::AskForCertificate(const WebTls& tls) {
  if (tls.client_auth == ClientAuth::kNone) return;
  verifies_ = tls.client_auth == ClientAuth::kVerifyIfGiven ||
              tls.client_auth == ClientAuth::kRequireAndVerify;
  const bool required = tls.client_auth == ClientAuth::kRequireAny ||
                        tls.client_auth == ClientAuth::kRequireAndVerify ||
                        allowed_names_;
  SSL_CTX* const ssl = context_.native_handle();
  SSL_CTX_set_verify(
      ssl, SSL_VERIFY_PEER | (required ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0),
      nullptr);
  SSL_CTX_set_cert_verify_callback(ssl, Verify, this);
  TrustAuthorities(tls.client_ca);
}

// Go trusts every certificate in the list, also an intermediate one.
void TlsContext::TrustAuthorities(const std::string& pem) {
  SSL_CTX* const ssl = context_.native_handle();
  X509_STORE* const store = SSL_CTX_get_cert_store(ssl);
  X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN);
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  while (true) {
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(
        PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), X509_free);
    if (!certificate) break;
    Check(X509_STORE_add_cert(store, certificate.get()) == 1);
    Check(SSL_CTX_add_client_CA(ssl, certificate.get()) == 1);
  }
  ERR_clear_error();  // the end of the list
}

// OpenSSL calls it, so no exception may leave it.
int TlsContext::Verify(X509_STORE_CTX* store, void* self) try {
  const auto& context = *static_cast<const TlsContext*>(self);
  if (context.verifies_) {
    const int outcome = X509_verify_cert(store);
    if (outcome != 1) return outcome;
  }
  X509_STORE_CTX_set_error(store, X509_V_OK);
  if (!context.allowed_names_) return 1;
  const auto names = NamesOf(X509_STORE_CTX_get0_cert(store));
  const auto& allowed = *context.allowed_names_;
  if (std::ranges::find_first_of(names, allowed) != names.end()) return 1;
  X509_STORE_CTX_set_error(store, X509_V_ERR_APPLICATION_VERIFICATION);
  return 0;
} catch (const std::exception&) {
  return 0;
}

bool IsPlainHttp(const boost::system::error_code& error) {
  return error.category() == asio::error::get_ssl_category() &&
         ERR_GET_REASON(static_cast<unsigned long>(error.value())) ==
             SSL_R_HTTP_REQUEST;
}

}  // namespace pitel
