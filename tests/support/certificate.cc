#include "support/certificate.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <memory>
#include <stdexcept>

namespace pitel {
namespace {

template <auto Free>
struct Deleter {
  template <typename T>
  void operator()(T* resource) const {
    Free(resource);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Deleter<X509_free>>;
using Bio = std::unique_ptr<BIO, Deleter<BIO_free>>;

void Check(bool ok) {
  if (!ok) throw std::runtime_error("OpenSSL cannot make a certificate");
}

std::string ReadAll(const Bio& bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return std::string(data, static_cast<std::size_t>(size));
}

std::string ToPem(X509* certificate) {
  const Bio bio(BIO_new(BIO_s_mem()));
  Check(PEM_write_bio_X509(bio.get(), certificate));
  return ReadAll(bio);
}

std::string ToPem(EVP_PKEY* key) {
  const Bio bio(BIO_new(BIO_s_mem()));
  Check(PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr,
                                 nullptr));
  return ReadAll(bio);
}

Bio FromPem(const std::string& pem) {
  return Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

void AddExtension(X509* certificate, int nid, const std::string& value) {
  X509_EXTENSION* extension =
      X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.c_str());
  Check(extension != nullptr);
  Check(X509_add_ext(certificate, extension, -1));
  X509_EXTENSION_free(extension);
}

// Unsigned yet: version, serial, subject, validity and key.
Certificate MakeDraft(EVP_PKEY* key, const std::string& name,
                      const CertificateWishes& wishes) {
  Certificate certificate(X509_new());
  X509* x509 = certificate.get();
  std::uint32_t serial = 0;
  Check(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial));
  Check(X509_set_version(x509, X509_VERSION_3));
  Check(ASN1_INTEGER_set_uint64(X509_get_serialNumber(x509), serial + 1ull));
  Check(X509_gmtime_adj(X509_getm_notBefore(x509), wishes.valid_from.count()));
  Check(X509_gmtime_adj(X509_getm_notAfter(x509), wishes.valid_until.count()));
  Check(X509_set_pubkey(x509, key));
  Check(X509_NAME_add_entry_by_txt(
      X509_get_subject_name(x509), "CN", MBSTRING_UTF8,
      reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0));
  return certificate;
}

}  // namespace

Identity MakeAuthority() {
  const Key key(EVP_EC_gen("P-256"));
  const auto certificate = MakeDraft(key.get(), "Test Authority", {});
  X509* x509 = certificate.get();
  AddExtension(x509, NID_basic_constraints, "critical,CA:TRUE");
  Check(X509_set_issuer_name(x509, X509_get_subject_name(x509)));
  Check(X509_sign(x509, key.get(), EVP_sha256()));
  return {ToPem(x509), ToPem(key.get())};
}

Identity MakeCertificate(const Identity& authority,
                         const CertificateWishes& wishes) {
  const Key issuer_key(PEM_read_bio_PrivateKey(FromPem(authority.key).get(),
                                               nullptr, nullptr, nullptr));
  const Certificate issuer(PEM_read_bio_X509(
      FromPem(authority.certificate).get(), nullptr, nullptr, nullptr));
  Check(issuer_key && issuer);
  const Key key(EVP_EC_gen("P-256"));
  const auto certificate = MakeDraft(key.get(), wishes.common_name, wishes);
  X509* x509 = certificate.get();
  std::string names;
  for (const std::string& name : wishes.names) {
    names += (names.empty() ? "" : ",") + name;
  }
  if (!names.empty()) AddExtension(x509, NID_subject_alt_name, names);
  Check(X509_set_issuer_name(x509, X509_get_subject_name(issuer.get())));
  Check(X509_sign(x509, issuer_key.get(), EVP_sha256()));
  return {ToPem(x509), ToPem(key.get())};
}

std::string EncryptKey(const std::string& key, const std::string& password) {
  const Key plain(
      PEM_read_bio_PrivateKey(FromPem(key).get(), nullptr, nullptr, nullptr));
  const Bio bio(BIO_new(BIO_s_mem()));
  Check(PEM_write_bio_PrivateKey(
      bio.get(), plain.get(), EVP_aes_256_cbc(),
      reinterpret_cast<const unsigned char*>(password.data()),
      static_cast<int>(password.size()), nullptr, nullptr));
  return ReadAll(bio);
}

}  // namespace pitel
