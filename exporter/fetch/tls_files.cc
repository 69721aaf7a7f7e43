#include "fetch/tls_files.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <memory>

#include "base/text_file.h"

namespace pitel {
namespace {

constexpr std::size_t kFileBytes = 4 << 20;  // the system's have 220 KiB
constexpr char kNoCertificates[] =
    "does not consist of valid certificates in PEM form "
    "(-----BEGIN CERTIFICATE-----)";
constexpr char kNoKey[] =
    "contains no private key in PEM form that can be read without a password";

// Without it, OpenSSL would ask for a password on the terminal.
int RefusePassword(char*, int, int, void*) { return -1; }

}  // namespace

std::vector<FileError> CheckTlsFiles(const TlsOptions& tls) {
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(
      SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  SSL_CTX_set_default_passwd_cb(context.get(), RefusePassword);
  std::vector<FileError> errors;
  const auto check = [&](const std::filesystem::path& file, const char* fault,
                         auto load) {
    if (file.empty()) return;
    const auto text = ReadTextFile(file, kFileBytes);
    if (!text) {
      errors.emplace_back(file, text.error());
    } else if (load(context.get(), file.c_str()) != 1) {
      errors.emplace_back(file, Error{fault});
    }
  };
  check(tls.ca_file, kNoCertificates, SSL_CTX_load_verify_file);
  // In this order, since OpenSSL drops a key that is not the certificate's.
  check(tls.key_file, kNoKey, [](SSL_CTX* ssl, const char* file) {
    return SSL_CTX_use_PrivateKey_file(ssl, file, SSL_FILETYPE_PEM);
  });
  check(tls.cert_file, kNoCertificates, SSL_CTX_use_certificate_chain_file);
  if (errors.empty() && !tls.cert_file.empty() &&
      SSL_CTX_check_private_key(context.get()) != 1) {
    errors.emplace_back(tls.key_file,
                        Error{"is not the key of the certificate in " +
                              tls.cert_file.string()});
  }
  ERR_clear_error();
  return errors;
}

}  // namespace pitel
