#include "fetch/tls_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/certificate.h"
#include "support/temporary_folder.h"

namespace pitel {
namespace {

using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

class TlsFilesTest : public testing::Test {
 protected:
  std::string FaultOf(const TlsOptions& tls) {
    const auto errors = CheckTlsFiles(tls);
    EXPECT_LE(errors.size(), 1u);
    return errors.empty() ? "" : errors.front().second.message;
  }
  std::string FaultOfCertificates(const std::string& text) {
    TlsOptions tls;
    tls.ca_file = folder_.Write("ca.pem", text);
    return FaultOf(tls);
  }
  std::string FaultOfKey(const std::string& text) {
    TlsOptions tls;
    tls.cert_file = folder_.Write("client.pem", client_.certificate);
    tls.key_file = folder_.Write("client.key", text);
    return FaultOf(tls);
  }

  const TemporaryFolder folder_;
  const Identity authority_ = MakeAuthority();
  const Identity client_ = MakeCertificate(authority_);
};

TEST_F(TlsFilesTest, AcceptsCertificatesWithTextAround) {
  EXPECT_EQ(FaultOfCertificates(authority_.certificate), "");
  EXPECT_EQ(FaultOfCertificates("\xEF\xBB\xBF" + authority_.certificate), "");
  EXPECT_EQ(FaultOfCertificates("Ours:\r\n" + authority_.certificate +
                                client_.key + client_.certificate + "\n"),
            "");
}

TEST_F(TlsFilesTest, RefusesTextThatIsNoCertificate) {
  for (const std::string& text : {std::string(), std::string("hunter2"),
                                  std::string("\x30\x82\0", 3), client_.key}) {
    EXPECT_THAT(FaultOfCertificates(text),
                StartsWith("does not consist of valid certificates"));
  }
}

TEST_F(TlsFilesTest, RefusesADamagedCertificate) {
  std::string damaged = client_.certificate;
  damaged.erase(damaged.size() / 2, 20);
  EXPECT_NE(FaultOfCertificates(authority_.certificate + damaged), "");
  EXPECT_NE(FaultOfCertificates(client_.certificate.substr(0, 200)), "");
}

TEST_F(TlsFilesTest, NamesEveryFileThatCannotBeRead) {
  const auto folder = folder_.path();
  const Error none{"cannot be read: No such file or directory"};
  TlsOptions tls;
  tls.ca_file = folder;
  tls.cert_file = folder / "a";
  tls.key_file = folder / "b";
  EXPECT_THAT(
      CheckTlsFiles(tls),
      UnorderedElementsAre(FileError{folder, Error{"is not a regular file"}},
                           FileError{folder / "a", none},
                           FileError{folder / "b", none}));
}

TEST_F(TlsFilesTest, AcceptsTheKeyOfTheCertificate) {
  EXPECT_EQ(FaultOfKey(client_.key), "");
  EXPECT_THAT(FaultOfKey(authority_.key),
              StartsWith("is not the key of the certificate in /"));
}

TEST_F(TlsFilesTest, RefusesTextThatIsNoKey) {
  for (const std::string& text :
       {std::string(), std::string("hunter2"), client_.certificate,
        client_.key.substr(0, 100)}) {
    EXPECT_THAT(FaultOfKey(text), StartsWith("contains no private key"));
  }
}

TEST_F(TlsFilesTest, RefusesAKeyWithAPasswordWithoutAskingForIt) {
  EXPECT_THAT(FaultOfKey(EncryptKey(client_.key, "hunter2")),
              StartsWith("contains no private key"));
}

}  // namespace
}  // namespace pitel
