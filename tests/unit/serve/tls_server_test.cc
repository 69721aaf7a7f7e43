// Clients of a server that speaks TLS.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <latch>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "support/certificate.h"
#include "unit/serve/passwords.h"
#include "unit/serve/server_fixture.h"
#include "unit/serve/tls_client.h"

namespace pitel {
namespace {

using namespace std::chrono_literals;
using testing::Client;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using testing::TlsClient;
using testing::TlsClientOptions;

// A new key pair takes time: all tests share these.
const Identity& Authority() {
  static const Identity authority = MakeAuthority();
  return authority;
}

class TlsServerTest : public testing::ServerTest {
 protected:
  TlsServerTest() {
    WebTls& tls = options_.web.tls.emplace();
    tls.certificate = identity_.certificate;
    tls.key = identity_.key;
  }

  WebTls& tls() { return *options_.web.tls; }
  // The response to a client; empty if it is refused.
  std::string Ask(const TlsClientOptions& client = {},
                  const char* target = "/-/healthy") {
    return TlsClient(address_, client).Fetch(target);
  }
  bool LetsIn(const TlsClientOptions& client = {}) {
    const std::string response = Ask(client);
    EXPECT_TRUE(response.empty() || response.ends_with("Healthy\n"))
        << response;
    return !response.empty();
  }

  const Identity identity_ = MakeCertificate(Authority());
};

TEST_F(TlsServerTest, RespondsAndEndsAsTlsWants) {
  Start();
  TlsClient client(address_);
  EXPECT_THAT(client.Fetch("/metrics"), StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_TRUE(client.ended_well);
  EXPECT_EQ(client.certificate(), identity_.certificate);
  EXPECT_EQ(client.version(), "TLSv1.3");
}

// It reads on while the password is checked.
TEST_F(TlsServerTest, EndsAsTlsWantsAfterALogin) {
  options_.web.users = {{"alice", testing::HashOf("secret")}};
  Start();
  for (int i = 0; i < 20; ++i) {
    TlsClient client(address_);
    const std::string password = i % 2 == 0 ? "secret" : std::to_string(i);
    EXPECT_THAT(client.Fetch("/sd", testing::Authorization("alice", password)),
                StartsWith(i % 2 == 0 ? "HTTP/1.1 200 " : "HTTP/1.1 401 "));
    EXPECT_TRUE(client.ended_well);
  }
}

TEST_F(TlsServerTest, SendsLargePages) {
  Start(100'000);
  const std::string body = example_->page->Make({Format::kText})->bytes;
  EXPECT_TRUE(Ask({}, "/metrics").ends_with("\r\n\r\n" + body));
}

TEST_F(TlsServerTest, KeepsTheConnectionAndTheOrderOfRequests) {
  Start();
  TlsClient client(address_);
  client.Get("/-/healthy").Get("/nothing").Get("/-/healthy");
  const std::string responses = client.Fetch("/config");
  const auto healthy = responses.find("\r\n\r\nHealthy\n");
  const auto nothing = responses.find("\r\n\r\nNot found\n");
  EXPECT_LT(healthy, nothing);
  EXPECT_LT(nothing, responses.rfind("\r\n\r\nHealthy\n"));
  EXPECT_THAT(responses, EndsWith("targets: []\n"));
}

TEST_F(TlsServerTest, DeliversARefusalToAClientThatStillSends) {
  Start();
  TlsClient client(address_);
  client.Get("/metrics", "Content-Length: 100000\r\n");
  client.Send(std::string(100'000, 'x'));
  EXPECT_THAT(client.ReadToEnd(), StartsWith("HTTP/1.1 413 "));
}

TEST_F(TlsServerTest, TellsAClientOfPlainHttp) {
  options_.web.headers = {{"X-Frame-Options", "deny"}};
  Start();
  Client client = Connect();
  const std::string response = client.Get("/metrics").ReadToEnd();
  EXPECT_THAT(response, StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(response, EndsWith("Client sent an HTTP request to an HTTPS "
                                 "server.\n"));
  EXPECT_TRUE(client.closed());
}

TEST_F(TlsServerTest, ClosesWhenTheHandshakeTakesTooLong) {
  options_.limits.handshake = 20ms;
  Start();
  Client silent = Connect();
  EXPECT_EQ(silent.ReadToEnd(), "");
  EXPECT_TRUE(silent.closed());
  Client slow = Connect();
  slow.Send(std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11));
  EXPECT_EQ(slow.ReadToEnd(), "");
  EXPECT_TRUE(slow.closed());
}

TEST_F(TlsServerTest, RefusesWhatIsNoHandshake) {
  Start();
  Client client = Connect();
  client.Send("\x16garbage that is not TLS and long enough to tell");
  client.ReadToEnd();
  EXPECT_TRUE(client.closed());
  EXPECT_TRUE(LetsIn());
}

TEST_F(TlsServerTest, ClosesSilentClientsForNewOnes) {
  options_.limits.connections = 4;
  Start();
  std::vector<Client> silent;
  for (int i = 0; i < 4; ++i) silent.push_back(Connect());
  EXPECT_TRUE(LetsIn());
}

TEST_F(TlsServerTest, SpeaksTls12And13ByDefault) {
  Start();
  EXPECT_FALSE(LetsIn({TLS1_VERSION, TLS1_VERSION}));
  EXPECT_FALSE(LetsIn({TLS1_1_VERSION, TLS1_1_VERSION}));
  EXPECT_TRUE(LetsIn({TLS1_2_VERSION, TLS1_2_VERSION}));
  EXPECT_TRUE(LetsIn({TLS1_3_VERSION, TLS1_3_VERSION}));
}

TEST_F(TlsServerTest, SpeaksTheVersionsOfTheConfiguration) {
  tls().min_version = WebTlsVersion::kTls10;
  tls().max_version = WebTlsVersion::kTls11;
  Start();
  EXPECT_TRUE(LetsIn({TLS1_VERSION, TLS1_VERSION}));
  EXPECT_TRUE(LetsIn({TLS1_VERSION, TLS1_3_VERSION}));
  EXPECT_FALSE(LetsIn({TLS1_2_VERSION, TLS1_3_VERSION}));
}

TEST_F(TlsServerTest, AgreesOnACipherSuiteOfTheConfiguration) {
  tls().max_version = WebTlsVersion::kTls12;
  tls().cipher_suites = {CipherSuites()[2], CipherSuites()[4]};
  Start();
  const auto lets_in = [&](const char* suites) {
    return LetsIn({TLS1_2_VERSION, TLS1_2_VERSION, suites});
  };
  EXPECT_TRUE(lets_in("ECDHE-ECDSA-AES256-GCM-SHA384"));
  EXPECT_TRUE(
      lets_in("ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-CHACHA20-POLY1305"));
  EXPECT_FALSE(lets_in("ECDHE-ECDSA-AES128-GCM-SHA256"));
}

TEST_F(TlsServerTest, SpeaksEverySuiteOfItsKindByDefault) {
  Start();
  for (const TlsName& suite : CipherSuites()) {
    if (suite.openssl.find("RSA") != suite.openssl.npos) continue;
    EXPECT_TRUE(LetsIn(
        {TLS1_2_VERSION, TLS1_2_VERSION, std::string(suite.openssl).c_str()}))
        << suite.openssl;
  }
  EXPECT_FALSE(
      LetsIn({TLS1_2_VERSION, TLS1_2_VERSION, "ECDHE-ECDSA-AES128-SHA256"}));
}

TEST_F(TlsServerTest, AgreesOnACurveOfTheConfiguration) {
  tls().min_version = WebTlsVersion::kTls13;
  tls().curves = {TlsCurves()[2]};
  Start();
  const auto lets_in = [&](const char* groups) {
    return LetsIn({TLS1_3_VERSION, TLS1_3_VERSION, nullptr, groups});
  };
  EXPECT_TRUE(lets_in("P-521"));
  EXPECT_TRUE(lets_in("P-384:P-521"));
  EXPECT_FALSE(lets_in("P-384"));
}

TEST_F(TlsServerTest, ServesNewConnectionsWithANewCertificate) {
  Start();
  TlsClient before(address_);
  const Identity renewed = MakeCertificate(Authority());
  tls().certificate = renewed.certificate;
  tls().key = renewed.key;
  EXPECT_EQ(server_->Use(options_.web), std::nullopt);
  EXPECT_EQ(TlsClient(address_).certificate(), renewed.certificate);
  EXPECT_THAT(before.Fetch("/-/healthy"), EndsWith("Healthy\n"))
      << "connections that are open stay";
}

TEST_F(TlsServerTest, TurnsTlsOffAndOnForNewConnections) {
  Start();
  EXPECT_EQ(server_->Use({}), std::nullopt);
  EXPECT_THAT(Fetch("/-/healthy"), EndsWith("Healthy\n"));
  EXPECT_EQ(server_->Use(options_.web), std::nullopt);
  EXPECT_TRUE(LetsIn());
}

TEST_F(TlsServerTest, KeepsTheOldCertificateIfTheNewOneIsNotAccepted) {
  Start();
  tls().key = MakeCertificate(Authority()).key;
  EXPECT_THAT(server_->Use(options_.web)->message, HasSubstr("OpenSSL"));
  EXPECT_EQ(TlsClient(address_).certificate(), identity_.certificate);
}

TEST_F(TlsServerTest, DoesNotResumeSessions) {
  Start();
  TlsClient client(address_, {TLS1_2_VERSION, TLS1_2_VERSION});
  EXPECT_THAT(client.Fetch("/-/healthy"), EndsWith("Healthy\n"));
  EXPECT_FALSE(client.has_session_to_resume());
}

// The page of one client is being made while another client, which waits for a
// page of another form, leaves: it gives up its place among the scrapes.
TEST_F(TlsServerTest, NoticesThatAWaitingClientHasLeft) {
  options_.max_requests = 2;
  example_.emplace();
  Site site = example_->site();
  std::latch begun(1);
  std::latch finish(1);
  std::optional<std::thread::id> server_thread;
  std::atomic<int> asked = 0;  // by the server, once per scrape
  site.page = [&] {
    if (!server_thread) server_thread = std::this_thread::get_id();
    if (*server_thread == std::this_thread::get_id()) {
      ++asked;
    } else {
      if (!begun.try_wait()) begun.count_down();
      finish.wait();
    }
    return example_->page;
  };
  StartSite(site);
  TlsClient first(address_);
  first.Get("/metrics");
  begun.wait();
  const auto await = [&](const std::string& status) {
    const auto give_up = std::chrono::steady_clock::now() + 10s;
    while (!Ask({}, "/").starts_with("HTTP/1.1 " + status)) {
      if (std::chrono::steady_clock::now() > give_up) return false;
    }
    return true;
  };
  {
    TlsClient second(address_);
    second.Get("/metrics", "Accept: application/openmetrics-text\r\n");
    while (asked < 2) std::this_thread::yield();
    EXPECT_TRUE(await("503"));
    second.Shutdown();  // a client that ends properly
  }
  EXPECT_TRUE(await("200"));
  finish.count_down();
  server_.reset();
}

// Whether clients get in, by the policy and what they show.
class ClientCertificates : public TlsServerTest {
 protected:
  ClientCertificates() { tls().client_ca = Authority().certificate; }

  static TlsClientOptions With(const Identity& identity, int version) {
    TlsClientOptions client;
    client.identity = identity;
    client.max_version = version;
    return client;
  }
  // "none", "stranger" and "ours", for those who get in.
  std::string WhoGetsIn(ClientAuth auth) {
    tls().client_auth = auth;
    server_.reset();
    Start();
    std::string who;
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
      TlsClientOptions nothing;
      nothing.max_version = version;
      who += LetsIn(nothing) ? "none " : "";
      who += LetsIn(With(stranger_, version)) ? "stranger " : "";
      who += LetsIn(With(ours_, version)) ? "ours " : "";
    }
    return who;
  }

  const Identity stranger_ = MakeCertificate(MakeAuthority());
  const Identity ours_ = MakeCertificate(
      Authority(),
      {.names = {"DNS:a.example.com", "email:b@example.com", "IP:192.0.2.7",
                 "IP:2001:db8::7", "URI:spiffe://example.com/c"}});
};

TEST_F(ClientCertificates, AreAskedForByPolicy) {
  const std::string all = "none stranger ours ";
  EXPECT_EQ(WhoGetsIn(ClientAuth::kNone), all + all);
  EXPECT_EQ(WhoGetsIn(ClientAuth::kRequest), all + all);
  EXPECT_EQ(WhoGetsIn(ClientAuth::kRequireAny), "stranger ours stranger ours ");
  EXPECT_EQ(WhoGetsIn(ClientAuth::kVerifyIfGiven), "none ours none ours ");
  EXPECT_EQ(WhoGetsIn(ClientAuth::kRequireAndVerify), "ours ours ");
}

TEST_F(ClientCertificates, AreAllRefusedWithoutAnAuthority) {
  tls().client_ca = "";
  EXPECT_EQ(WhoGetsIn(ClientAuth::kRequireAndVerify), "");
  EXPECT_EQ(WhoGetsIn(ClientAuth::kVerifyIfGiven), "none none ");
}

TEST_F(ClientCertificates, MayBeTrustedThemselves) {
  tls().client_ca = ours_.certificate;
  EXPECT_EQ(WhoGetsIn(ClientAuth::kRequireAndVerify), "ours ours ");
}

TEST_F(ClientCertificates, MustHaveAnAllowedName) {
  for (const auto* name : {"a.example.com", "b@example.com", "192.0.2.7",
                           "2001:db8::7", "spiffe://example.com/c"}) {
    tls().client_allowed_sans = {"other", name};
    EXPECT_EQ(WhoGetsIn(ClientAuth::kRequireAndVerify), "ours ours ") << name;
  }
  for (const auto* name :
       {"example.com", "A.example.com", "*.example.com", "Test Server", ""}) {
    tls().client_allowed_sans = {name};
    EXPECT_EQ(WhoGetsIn(ClientAuth::kRequireAndVerify), "") << name;
  }
  tls().client_allowed_sans.emplace();
  EXPECT_EQ(WhoGetsIn(ClientAuth::kRequireAndVerify), "") << "none is allowed";
}

TEST_F(ClientCertificates, MustHaveAnAllowedNameEvenIfTheyAreNotVerified) {
  tls().client_allowed_sans = {"localhost"};
  EXPECT_EQ(WhoGetsIn(ClientAuth::kRequest), "stranger stranger ");
}

TEST_F(ClientCertificates, MustBeValidNow) {
  tls().client_auth = ClientAuth::kRequireAndVerify;
  Start();
  const Identity expired =
      MakeCertificate(Authority(), {.valid_from = -2h, .valid_until = -1h});
  EXPECT_FALSE(LetsIn(With(expired, TLS1_3_VERSION)));
}

}  // namespace
}  // namespace pitel
