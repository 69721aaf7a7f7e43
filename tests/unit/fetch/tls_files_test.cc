#include "fetch/tls_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/certificate.h"
#include "support/temporary_folder.h"

namespace pitel {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class TlsFilesTest : public testing::Test {
 protected:
  std::string FaultOfCertificates(const std::string& text) {
    const auto error = CheckCertificates(folder_.Write("ca.pem", text));
    return error ? error->message : "";
  }
  std::string FaultOfKey(const std::string& text) {
    const auto certificate = folder_.Write("client.pem", client_.certificate);
    const auto error =
        CheckPrivateKey(folder_.Write("client.key", text), certificate);
    return error ? error->message : "";
  }

  const TemporaryFolder folder_;
  const Identity authority_ = MakeAuthority();
  const Identity client_ = MakeCertificate(authority_);
};

TEST_F(TlsFilesTest, TakesCertificatesWithTextAround) {
  EXPECT_EQ(FaultOfCertificates(authority_.certificate), "");
  EXPECT_EQ(FaultOfCertificates("\xEF\xBB\xBF" + authority_.certificate), "");
  EXPECT_EQ(FaultOfCertificates("Ours:\r\n" + authority_.certificate +
                                client_.key + client_.certificate + "\n"),
            "");
}

TEST_F(TlsFilesTest, RefusesWhatIsNoCertificate) {
  for (const std::string& text : {std::string(), std::string("hunter2"),
                                  std::string("\x30\x82\0", 3), client_.key}) {
    EXPECT_THAT(FaultOfCertificates(text),
                StartsWith("contains no certificate in PEM form"));
  }
  EXPECT_THAT(CheckCertificates(folder_.path())->message,
              HasSubstr("regular file"));
  EXPECT_THAT(CheckCertificates(folder_.path() / "none")->message,
              HasSubstr("cannot be read"));
}

TEST_F(TlsFilesTest, RefusesADamagedCertificate) {
  std::string damaged = client_.certificate;
  damaged.erase(damaged.size() / 2, 20);
  EXPECT_EQ(FaultOfCertificates(authority_.certificate + damaged),
            "contains a damaged certificate: copy it anew");
  EXPECT_EQ(FaultOfCertificates(client_.certificate.substr(0, 200)),
            "contains a damaged certificate: copy it anew");
}

TEST_F(TlsFilesTest, TakesTheKeyOfTheCertificate) {
  EXPECT_EQ(FaultOfKey(client_.key), "");
  EXPECT_THAT(FaultOfKey(authority_.key),
              StartsWith("is not the key of the certificate in /"));
}

TEST_F(TlsFilesTest, RefusesWhatIsNoKey) {
  for (const std::string& text :
       {std::string(), std::string("hunter2"), client_.certificate,
        client_.key.substr(0, 100)}) {
    EXPECT_THAT(FaultOfKey(text), StartsWith("contains no private key"));
  }
  EXPECT_THAT(CheckPrivateKey(folder_.path() / "none", "")->message,
              HasSubstr("cannot be read"));
}

TEST_F(TlsFilesTest, RefusesAKeyWithAPasswordWithoutAskingForIt) {
  EXPECT_THAT(FaultOfKey(EncryptKey(client_.key, "hunter2")),
              StartsWith("contains no private key"));
}

}  // namespace
}  // namespace pitel
