#include "config/load_web_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/certificate.h"
#include "support/temporary_folder.h"

namespace pitel {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;

constexpr char kHash[] =
    "$2y$10$9qJdzsgR65urxwBy.yxyS.Fb7qB96bt56I/.O9bXabSs1LmPYCNfa";

std::string Indented(const std::string& pem) {
  std::string lines = "|\n    ";
  for (const char c : pem) lines.append(c == '\n' ? "\n    " : std::string{c});
  return lines + "\n";
}

class LoadWebConfigTest : public ::testing::Test {
 protected:
  LoadWebConfigTest() {
    folder_.Write("server.crt", server_.certificate);
    folder_.Write("server.key", server_.key);
    folder_.Write("ca.crt", authority_.certificate);
  }

  LoadedWebConfig Load(const std::string& text) {
    return LoadWebConfig(folder_.Write("web.yml", text));
  }
  WebConfig LoadGood(const std::string& text) {
    auto loaded = Load(text);
    if (loaded.config) return *loaded.config;
    ADD_FAILURE() << text << loaded.config.error().front().Text();
    return {};
  }
  // The TLS of a file with these further keys.
  WebTls LoadTls(const std::string& keys) {
    return LoadGood(kTls + keys).tls.value_or(WebTls());
  }
  // The only problem, after the name of the file.
  std::string Problem(const std::string& text) {
    const auto loaded = Load(text);
    if (loaded.config) return "";
    EXPECT_EQ(loaded.config.error().size(), 1u);
    const std::string problem = loaded.config.error().front().Text();
    return problem.substr(problem.find("web.yml:") + 8);
  }
  std::string Warning(const std::string& text) {
    const auto warnings = LoadGood(text).warnings;
    return warnings.empty() ? "" : warnings.front().Text();
  }

  const std::string kTls =
      "tls_server_config:\n  cert_file: server.crt\n  key_file: server.key\n";
  const Identity authority_ = MakeAuthority();
  const Identity server_ = MakeCertificate(authority_);
  TemporaryFolder folder_;
};

TEST_F(LoadWebConfigTest, AcceptsEmptyFilesAndSections) {
  for (const auto* text :
       {"", "# nothing\n", "{}\n", "tls_server_config:\n",
        "tls_server_config: {}\n", "basic_auth_users:\n", "rate_limit:\n",
        "http_server_config:\n  headers:\n",
        "http_server_config:\n  headers:\n    X-XSS-Protection:\n"
        "    Strict-Transport-Security: ~\n    Content-Security-Policy:\n",
        "tls_server_config:\n"
        "  cert_file:\n  key_file: ''\n  cert: ''\n  client_auth_type: ''\n"
        "  min_version:\n  cipher_suites:\n  curve_preferences:\n"
        "  client_allowed_sans:\n  prefer_server_cipher_suites:\n"
        "http_server_config: {http2: }\n"
        "rate_limit: {interval: , burst: }\n"}) {
    EXPECT_EQ(LoadGood(text), WebConfig()) << text;
    EXPECT_FALSE(Load(text).tls);
  }
}

TEST_F(LoadWebConfigTest, ReadsEveryKey) {
  const WebConfig config = LoadGood(R"(
tls_server_config:
  cert_file: server.crt
  key_file: server.key
  client_ca_file: ca.crt
  client_auth_type: RequireAndVerifyClientCert
  client_allowed_sans: [a.example.com, 192.0.2.1]
  min_version: TLS11
  max_version: TLS12
  cipher_suites: [TLS_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA]
  curve_preferences: [CurveP521, X25519]
  prefer_server_cipher_suites: off
http_server_config:
  http2: no
  headers:
    X-XSS-Protection: 1
    X-Frame-Options: sameorigin
    X-Content-Type-Options: nosniff
    Strict-Transport-Security: true
    Content-Security-Policy: >
      default-src 'self';
      img-src data:
basic_auth_users:
  alice: $2y$10$9qJdzsgR65urxwBy.yxyS.Fb7qB96bt56I/.O9bXabSs1LmPYCNfa
rate_limit: {interval: 1.5s, burst: 7}
)");
  WebTls tls{server_.certificate, server_.key, authority_.certificate};
  tls.client_auth = ClientAuth::kRequireAndVerify;
  tls.client_allowed_sans = {"a.example.com", "192.0.2.1"};
  tls.min_version = WebTlsVersion::kTls11;
  tls.max_version = WebTlsVersion::kTls12;
  tls.cipher_suites = {
      {"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "ECDHE-RSA-AES128-SHA"}};
  tls.curves = {{"CurveP521", "P-521"}, {"X25519", "X25519"}};
  EXPECT_EQ(config.tls, tls);
  EXPECT_THAT(
      config.headers,
      ElementsAre(
          Pair("Content-Security-Policy", "default-src 'self'; img-src data:"),
          Pair("X-Content-Type-Options", "nosniff"),
          Pair("X-Frame-Options", "sameorigin"), Pair("X-XSS-Protection", "1"),
          Pair("Strict-Transport-Security", "true")));
  EXPECT_THAT(config.users, ElementsAre(Pair("alice", kHash)));
  EXPECT_EQ(config.rate_limit, (RateLimit{1500ms, 7}));
  EXPECT_THAT(config.warnings, IsEmpty());
}

TEST_F(LoadWebConfigTest, ReadsInlinePem) {
  const WebTls tls =
      *LoadGood("tls_server_config:\n  cert: " + Indented(server_.certificate) +
                "  key: " + Indented(server_.key) +
                "  client_ca: " + Indented(authority_.certificate) +
                "  client_auth_type: RequestClientCert\n")
           .tls;
  EXPECT_EQ(tls.certificate, server_.certificate);
  EXPECT_EQ(tls.key, server_.key);
  EXPECT_EQ(tls.client_ca, authority_.certificate);
}

TEST_F(LoadWebConfigTest, PrefersFilesToInlinePem) {
  EXPECT_EQ(LoadTls("  cert: nonsense\n  key: nonsense\n").certificate,
            server_.certificate);
}

TEST_F(LoadWebConfigTest, NamesTheFilesThatItReadsEvenIfOneIsMissing) {
  const auto loaded = Load(kTls +
                           "  client_ca_file: /no/such/file\n"
                           "  client_auth_type: RequireClientCert\n");
  EXPECT_FALSE(loaded.config.ok());
  EXPECT_TRUE(loaded.tls);
  EXPECT_THAT(loaded.files,
              ElementsAre(folder_.path() / "server.crt",
                          folder_.path() / "server.key", "/no/such/file"));
}

TEST_F(LoadWebConfigTest, SaysWhichPartOfTheIdentityIsMissing) {
  EXPECT_EQ(Problem("tls_server_config:\n  cert_file: server.crt\n"),
            "2:3: `key_file` is missing, and so is `key`: TLS needs the "
            "certificate's key");
  EXPECT_EQ(Problem("tls_server_config:\n  cert_file: server.crt\n"
                    "  key: ''\n"),
            "2:3: `key_file` is missing, and so is `key`: TLS needs the "
            "certificate's key");
  EXPECT_EQ(Problem("tls_server_config:\n  cert_file: ''\n"
                    "  key_file: server.key\n"),
            "2:14: `cert_file` is missing, and so is `cert`: TLS needs a "
            "certificate");
  EXPECT_EQ(Problem("tls_server_config:\n  cert: ''\n"
                    "  key_file: server.key\n"),
            "2:3: `cert_file` is missing, and so is `cert`: TLS needs a "
            "certificate");
  EXPECT_EQ(Load("tls_server_config:\n  client_auth_type: NoClientCert\n")
                .config.error()
                .size(),
            2u)
      << "both are missing";
}

TEST_F(LoadWebConfigTest, SaysWhichFileIsWrong) {
  folder_.Write("other.key", MakeCertificate(authority_).key);
  folder_.Write("empty", "");
  const std::string tls = "tls_server_config:\n";
  const std::string cert = "  cert_file: server.crt\n";
  const std::string key = "  key_file: server.key\n";
  EXPECT_EQ(Problem(tls + cert + "  key_file: /no/file\n"),
            "3:13: `key_file` cannot be read: No such file or "
            "directory");
  EXPECT_EQ(Problem(tls + "  cert_file: /no/file\n" + key),
            "2:14: `cert_file` cannot be read: No such file or "
            "directory");
  EXPECT_THAT(Problem(tls + cert + "  key_file: other.key\n"),
              EndsWith("/other.key`) is not the key of the certificate"));
  EXPECT_THAT(Problem(tls + "  cert_file: server.key\n" + key),
              HasSubstr("2:14: `cert_file` (`"));
  EXPECT_THAT(Problem(tls + "  cert_file: empty\n" + key),
              EndsWith("/empty`) is empty"));
  EXPECT_THAT(Problem(kTls + "  client_auth_type: RequireClientCert\n"
                             "  client_ca_file: server.key\n"),
              HasSubstr("5:19: `client_ca_file` (`"));
}

TEST_F(LoadWebConfigTest, DoesNotShowAKeyInPlaceOfItsFile) {
  std::string key = server_.key;
  for (auto at = key.find('\n'); at != key.npos; at = key.find('\n', at)) {
    key.replace(at, 1, "\n    ");
    at += 4;
  }
  for (const auto* name : {"key_file", "cert_file", "client_ca_file"}) {
    for (const auto* style : {"", " >-"}) {
      const std::string problem =
          Problem("tls_server_config:\n  " + std::string(name) + ":" + style +
                  "\n    " + key + "\n");
      EXPECT_THAT(problem, HasSubstr("must be the path of a file, not its "));
      EXPECT_THAT(problem, Not(HasSubstr(server_.key.substr(30, 20))));
    }
  }
}

TEST_F(LoadWebConfigTest, RefusesAHeaderOfFixedValuesWithoutOne) {
  for (const auto* name : {"X-Content-Type-Options", "X-Frame-Options"}) {
    EXPECT_THAT(Problem("http_server_config:\n  headers:\n    " +
                        std::string(name) + ":\n"),
                HasSubstr("has no value"));
  }
}

TEST_F(LoadWebConfigTest, RefusesAnAuthorityWithoutAPolicy) {
  for (const auto* policy : {"", "  client_auth_type: NoClientCert\n"}) {
    EXPECT_THAT(Problem(kTls + policy + "  client_ca_file: ca.crt\n"),
                HasSubstr("`client_ca_file` has no effect without "
                          "`client_auth_type`"));
  }
}

TEST_F(LoadWebConfigTest, RefusesVersionsThatLeaveNothing) {
  EXPECT_THAT(Problem(kTls + "  min_version: TLS13\n  max_version: TLS12\n"),
              EndsWith("`min_version` is above `max_version`"));
  EXPECT_THAT(Problem(kTls + "  cipher_suites: [TLS_AES_128_GCM_SHA256]\n"
                             "  max_version: TLS12\n"),
              EndsWith("`cipher_suites` has none for TLS 1.2 and below"));
}

TEST_F(LoadWebConfigTest, TakesSuitesOfTls13AloneForTls13) {
  const WebTls tls = LoadTls("  cipher_suites: [TLS_AES_128_GCM_SHA256]\n");
  EXPECT_EQ(tls.min_version, WebTlsVersion::kTls13);
  EXPECT_THAT(tls.cipher_suites, IsEmpty());
}

TEST_F(LoadWebConfigTest, AcceptsEveryTruthValueOfYaml11) {
  for (const auto* value : {"true", "yes", "on", "y", "False", "NO", "Off"}) {
    LoadGood("http_server_config: {http2: " + std::string(value) + "}\n");
  }
}

TEST_F(LoadWebConfigTest, WarnsOfProbableMistakes) {
  EXPECT_THAT(Warning(kTls + "  client_auth_type: VerifyClientCertIfGiven\n"),
              EndsWith("4:21: `client_auth_type` without `client_ca_file` "
                       "refuses every client certificate"));
  EXPECT_THAT(Warning(kTls + "  client_allowed_sans: [a]\n"),
              HasSubstr("`client_allowed_sans` has no effect"));
  EXPECT_THAT(Warning("rate_limit: {interval: 5, burst: 1}\n"),
              HasSubstr("counts as nanoseconds"));
  EXPECT_THAT(Warning("basic_auth_users:\n  a: "
                      "$2y$18$9qJdzsgR65urxwBy.yxyS."
                      "Fb7qB96bt56I/.O9bXabSs1LmPYCNfa\n"),
              HasSubstr("2:6: a bcrypt hash of cost 18"));
  EXPECT_THAT(Warning("basic_auth_users:\n  'a:b': " + std::string(kHash)),
              HasSubstr("contains a colon"));
  EXPECT_EQ(Warning("rate_limit: {interval: 0, burst: 0}\n"), "");
}

}  // namespace
}  // namespace pitel
