#include "config/tls_pem.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <memory>

namespace pitel {
namespace {

template <auto Free>
struct Deleter {
  template <typename T>
  void operator()(T* resource) const {
    Free(resource);
  }
};
using Bio = std::unique_ptr<BIO, Deleter<BIO_free>>;
using Certificate = std::unique_ptr<X509, Deleter<X509_free>>;
using Context = std::unique_ptr<SSL_CTX, Deleter<SSL_CTX_free>>;
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;

constexpr char kNoCertificate[] =
    "contains no valid certificate in PEM form (-----BEGIN CERTIFICATE-----)";
constexpr char kNoKey[] =
    "contains no private key in PEM form that can be read without a password";

// Without it, OpenSSL would ask for a password on the terminal.
int RefusePassword(char*, int, int, void*) { return -1; }

Bio FromPem(const std::string& pem) {
  return Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

// The next certificate, or null.
Certificate Next(const Bio& bio) {
  return Certificate(
      PEM_read_bio_X509(bio.get(), nullptr, RefusePassword, nullptr));
}

// The certificates in `pem`; 0 if one of them cannot be read.
int CountCertificates(const std::string& pem) {
  const Bio bio = FromPem(pem);
  int count = 0;
  while (Next(bio)) ++count;
  const auto error = ERR_peek_last_error();
  const bool at_end = ERR_GET_LIB(error) == ERR_LIB_PEM &&
                      ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
  return at_end ? count : 0;
}

// OpenSSL refuses what is too weak, and says so.
std::string RefusalByOpenSsl() {
  const char* const reason = ERR_reason_error_string(ERR_peek_last_error());
  return std::string("is not accepted by OpenSSL") +
         (reason == nullptr ? "" : std::string(": ") + reason);
}

}  // namespace

IdentityFaults CheckIdentity(const std::string& certificate,
                             const std::string& key) {
  ERR_clear_error();
  IdentityFaults faults;
  const Certificate own = Next(FromPem(certificate));
  if (CountCertificates(certificate) == 0) faults.certificate = kNoCertificate;
  const Key private_key(PEM_read_bio_PrivateKey(FromPem(key).get(), nullptr,
                                                RefusePassword, nullptr));
  if (!private_key) faults.key = kNoKey;
  if (faults == IdentityFaults()) {
    const Context context(SSL_CTX_new(TLS_server_method()));
    if (SSL_CTX_use_certificate(context.get(), own.get()) != 1) {
      faults.certificate = RefusalByOpenSsl();
    } else if (X509_check_private_key(own.get(), private_key.get()) != 1) {
      faults.key = "is not the key of the certificate";
    }
  }
  ERR_clear_error();
  return faults;
}

std::string CheckAuthorities(const std::string& certificates) {
  ERR_clear_error();
  const int count = CountCertificates(certificates);
  ERR_clear_error();
  return count == 0 ? kNoCertificate : "";
}

}  // namespace pitel
