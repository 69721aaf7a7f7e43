#include "config/tls_pem.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/certificate.h"

namespace pitel {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class TlsPemTest : public ::testing::Test {
 protected:
  const Identity authority_ = MakeAuthority();
  const Identity server_ = MakeCertificate(authority_);
};

TEST_F(TlsPemTest, AcceptsACertificateWithItsKey) {
  const IdentityFaults none;
  EXPECT_EQ(CheckIdentity(server_.certificate, server_.key), none);
  EXPECT_EQ(
      CheckIdentity(server_.certificate + authority_.certificate, server_.key),
      none);
  EXPECT_EQ(CheckIdentity(server_.key + server_.certificate,
                          server_.certificate + server_.key),
            none)
      << "both may be in one file";
}

TEST_F(TlsPemTest, RefusesAnotherKey) {
  const auto faults = CheckIdentity(server_.certificate, authority_.key);
  EXPECT_EQ(faults.key, "is not the key of the certificate");
  EXPECT_EQ(faults.certificate, "");
}

TEST_F(TlsPemTest, RefusesWhatIsNoCertificate) {
  for (const std::string& text :
       {std::string("x"), server_.key,
        server_.certificate.substr(0, server_.certificate.size() / 2),
        server_.certificate + "-----BEGIN CERTIFICATE-----\nAAAA\n"
                              "-----END CERTIFICATE-----\n"}) {
    const auto faults = CheckIdentity(text, server_.key);
    EXPECT_THAT(faults.certificate, HasSubstr("no valid certificate"));
    EXPECT_EQ(faults.key, "");
    EXPECT_THAT(CheckAuthorities(text), HasSubstr("no valid certificate"));
  }
}

TEST_F(TlsPemTest, RefusesKeysThatCannotBeRead) {
  for (const std::string& text : {std::string("x"), server_.certificate,
                                  EncryptKey(server_.key, "hunter2")}) {
    EXPECT_THAT(CheckIdentity(server_.certificate, text).key,
                HasSubstr("no private key"));
  }
}

TEST_F(TlsPemTest, AcceptsSeveralAuthorities) {
  EXPECT_THAT(CheckAuthorities(authority_.certificate), IsEmpty());
  EXPECT_THAT(CheckAuthorities("A comment.\n" + authority_.certificate +
                               MakeAuthority().certificate),
              IsEmpty());
}

}  // namespace
}  // namespace pitel
