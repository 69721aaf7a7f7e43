#include "config/tls_names.h"

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <memory>
#include <string>

namespace pitel {
namespace {

class TlsNamesTest : public ::testing::Test {
 protected:
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_{
      SSL_CTX_new(TLS_server_method()), SSL_CTX_free};
};

// The number of the suite that OpenSSL knows by this name, else null.
const SSL_CIPHER* Find(SSL_CTX* context, std::string_view name) {
  const auto* const ciphers = SSL_CTX_get_ciphers(context);
  for (int i = 0; i < sk_SSL_CIPHER_num(ciphers); ++i) {
    const auto* const cipher = sk_SSL_CIPHER_value(ciphers, i);
    if (name == SSL_CIPHER_get_name(cipher)) return cipher;
  }
  return nullptr;
}

// Go's names are the standard ones.
TEST_F(TlsNamesTest, OfSuitesMeanTheSameToOpenSsl) {
  for (const auto names : {CipherSuites(), CipherSuitesOfTls13()}) {
    for (const TlsName& name : names) {
      const auto* const cipher = Find(context_.get(), name.openssl);
      ASSERT_NE(cipher, nullptr) << name.openssl;
      EXPECT_EQ(name.go, SSL_CIPHER_standard_name(cipher));
    }
  }
}

TEST_F(TlsNamesTest, OfCurvesAreKnownToOpenSsl) {
  for (const TlsName& name : TlsCurves()) {
    EXPECT_EQ(SSL_CTX_set1_groups_list(context_.get(),
                                       std::string(name.openssl).c_str()),
              1)
        << name.openssl;
  }
}

}  // namespace
}  // namespace pitel
