#include "fetch/tls_files.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <vector>

#include "base/text_file.h"

namespace pitel {
namespace {

constexpr std::size_t kFileBytes = 4 << 20;  // the system's have 220 KiB

template <auto Free>
struct Deleter {
  template <typename T>
  void operator()(T* resource) const {
    Free(resource);
  }
};

using Bio = std::unique_ptr<BIO, Deleter<BIO_free>>;
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using Certificates = std::vector<std::unique_ptr<X509, Deleter<X509_free>>>;

Bio Open(const std::string& text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// Without it, OpenSSL would ask for a password on the terminal.
int RefusePassword(char*, int, int, void*) { return -1; }

Result<Certificates> ReadCertificates(const std::filesystem::path& file) {
  const auto text = ReadTextFile(file, kFileBytes);
  if (!text) return text.error();
  const Bio bio = Open(*text);
  Certificates certificates;
  while (X509* const certificate =
             PEM_read_bio_X509(bio.get(), nullptr, RefusePassword, nullptr)) {
    certificates.emplace_back(certificate);
  }
  const bool at_end =
      ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  if (!at_end) return Error{"contains a damaged certificate: copy it anew"};
  if (!certificates.empty()) return certificates;
  return Error{
      "contains no certificate in PEM form, which begins with a line "
      "-----BEGIN CERTIFICATE-----"};
}

}  // namespace

std::optional<Error> CheckCertificates(const std::filesystem::path& file) {
  const auto certificates = ReadCertificates(file);
  return certificates ? std::nullopt : std::optional(certificates.error());
}

std::optional<Error> CheckPrivateKey(const std::filesystem::path& file,
                                     const std::filesystem::path& certificate) {
  const auto text = ReadTextFile(file, kFileBytes);
  if (!text) return text.error();
  const Key key(PEM_read_bio_PrivateKey(Open(*text).get(), nullptr,
                                        RefusePassword, nullptr));
  ERR_clear_error();
  if (!key) {
    return Error{
        "contains no private key in PEM form that can be read without a "
        "password"};
  }
  const auto certificates = ReadCertificates(certificate);
  const bool fits =
      !certificates ||
      X509_check_private_key(certificates->front().get(), key.get()) == 1;
  ERR_clear_error();
  if (fits) return std::nullopt;
  return Error{"is not the key of the certificate in " + certificate.string()};
}

}  // namespace pitel
