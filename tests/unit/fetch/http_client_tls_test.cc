// Fault 25, and other requirements of TLS.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/temporary_folder.h"
#include "unit/fetch/fetching.h"

namespace pitel {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

const SystemClock kClock;

class HttpClientTls : public ::testing::Test {
 protected:
  ScriptedServerOptions Serving(const CertificateWishes& wishes = {}) const {
    ScriptedServerOptions options;
    options.identity = MakeCertificate(authority_, wishes);
    return options;
  }
  ApiOptions Trusting(const std::string& url) const {
    auto options = OptionsFor(url);
    options.tls.ca_file = ca_file_;
    return options;
  }
  // The outcome of a request to such a server.
  ReceivedResponse FetchFrom(ScriptedServerOptions options) const {
    const ScriptedServer server(Bytes(ResponseText(200, "x")),
                                std::move(options));
    LoneClient client(Trusting(server.url()), kClock);
    return Fetch(client);
  }

  const TemporaryFolder folder_;
  const Identity authority_ = MakeAuthority();
  const std::filesystem::path ca_file_ =
      folder_.Write("ca.pem", authority_.certificate);
};

TEST_F(HttpClientTls, FetchesAndKeepsTheConnection) {
  const ScriptedServer server(
      Bytes(ResponseText(200, std::string(100'000, 'x'))), Serving());
  LoneClient client(Trusting(server.url()), kClock);
  for (int i = 0; i < 3; ++i) {
    const auto received = Fetch(client);
    EXPECT_EQ(received.reason, "");
    EXPECT_EQ(received.body.size(), 100'000u);
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(HttpClientTls, RefusesCertificatesThatDoNotHold) {
  EXPECT_EQ(FetchFrom(Serving()).reason, "");
  EXPECT_EQ(FetchFrom(Serving({.valid_from = -2h, .valid_until = -1h})).reason,
            "tls");
  EXPECT_EQ(FetchFrom(Serving({.valid_from = 1h, .valid_until = 2h})).reason,
            "tls");
  EXPECT_EQ(FetchFrom(Serving({.names = {"DNS:other.example.com"}})).reason,
            "tls");
  ScriptedServerOptions self_signed;
  self_signed.identity = MakeAuthority();
  const auto received = FetchFrom(std::move(self_signed));
  EXPECT_EQ(received.reason, "tls");
  EXPECT_THAT(received.detail, HasSubstr("TLS with 127.0.0.1:"));
  EXPECT_THAT(received.detail, HasSubstr("certificate"));
  EXPECT_FALSE(received.sent);
}

TEST_F(HttpClientTls, TrustsNobodyButTheGivenAuthority) {
  const ScriptedServer server(Bytes(ResponseText(200, "x")), Serving());
  LoneClient system(OptionsFor(server.url()), kClock);
  EXPECT_EQ(Fetch(system).reason, "tls");
  auto options = OptionsFor(server.url());
  options.tls.ca_file = folder_.Write("other.pem", MakeAuthority().certificate);
  LoneClient other(options, kClock);
  EXPECT_EQ(Fetch(other).reason, "tls");
  options.tls.ca_file = folder_.path() / "none.pem";
  LoneClient none(options, kClock);
  EXPECT_EQ(Fetch(none).reason, "tls");
  options.tls.insecure_skip_verify = true;
  options.tls.ca_file.clear();
  LoneClient insecure(options, kClock);
  EXPECT_EQ(Fetch(insecure).reason, "");
}

TEST_F(HttpClientTls, RefusesOldVersions) {
  auto old = Serving();
  old.newest_tls = NewestTls::kTls11;
  EXPECT_EQ(FetchFrom(std::move(old)).reason, "tls");
  auto tls12 = Serving();
  tls12.newest_tls = NewestTls::kTls12;
  const ScriptedServer server(Bytes(ResponseText(200, "x")), std::move(tls12));
  auto options = Trusting(server.url());
  LoneClient client(options, kClock);
  EXPECT_EQ(Fetch(client).reason, "");
  options.tls.min_version = TlsVersion::kTls13;
  LoneClient strict(options, kClock);
  EXPECT_EQ(Fetch(strict).reason, "tls");
}

TEST_F(HttpClientTls, FailsOnAPlainPortAndOnSilence) {
  auto request = GetRequest();
  ScriptedServerOptions mute;
  mute.on_accept = [](ServerConnection& connection) { connection.Hang(); };
  const ScriptedServer silent(Bytes(""), mute);
  LoneClient waiting(Trusting("https://127.0.0.1:" + silent.port()), kClock);
  request.deadline = In(300ms);
  const auto received = Fetch(waiting, request);
  EXPECT_EQ(received.reason, "timeout");
  EXPECT_THAT(received.detail, HasSubstr("no connection to"));
  EXPECT_FALSE(received.sent);
  ScriptedServerOptions talking;
  talking.on_accept = [](ServerConnection& connection) {
    connection.Send(ResponseText(400));
    connection.Hang();
  };
  const ScriptedServer http(Bytes(""), talking);
  LoneClient confused(Trusting("https://127.0.0.1:" + http.port()), kClock);
  EXPECT_EQ(Fetch(confused).reason, "tls");
}

TEST_F(HttpClientTls, ChecksTheConfiguredServerName) {
  const ScriptedServer server(Bytes(ResponseText(200, "x")),
                              Serving({.names = {"DNS:api.example.com"}}));
  auto options = Trusting(server.url() + "/prefix");
  options.tls.server_name = "api.example.com";
  LoneClient client(options, kClock);
  EXPECT_EQ(Fetch(client).reason, "");
  EXPECT_EQ(Fetch(client).reason, "");
  const auto seen = server.requests().at(0);
  EXPECT_EQ(seen.Header("Host"), "127.0.0.1:" + server.port());
  EXPECT_EQ(seen.target, "/prefix/v3/monitor?=null");
  EXPECT_EQ(server.connections(), 1);
  options.tls.server_name = "other.example.com";
  LoneClient other(options, kClock);
  EXPECT_EQ(Fetch(other).reason, "tls");
}

TEST_F(HttpClientTls, ShowsItsCertificate) {
  const auto client_authority = MakeAuthority();
  auto serving = Serving();
  serving.client_authority = client_authority.certificate;
  const ScriptedServer server(Bytes(ResponseText(200, "x")),
                              std::move(serving));
  LoneClient without(Trusting(server.url()), kClock);
  EXPECT_NE(Fetch(without).reason, "");
  const auto identity = MakeCertificate(client_authority);
  auto options = Trusting(server.url());
  options.tls.cert_file = folder_.Write("client.pem", identity.certificate);
  options.tls.key_file = folder_.Write("client.key", identity.key);
  LoneClient with(options, kClock);
  EXPECT_EQ(Fetch(with).reason, "");
  options.tls.key_file = folder_.Write("empty.key", "");
  LoneClient broken(options, kClock);
  EXPECT_EQ(Fetch(broken).reason, "tls");
}

// With TLS 1.3 the server refuses the certificate after the handshake.
TEST_F(HttpClientTls, SaysThatItsCertificateWasRefused) {
  const Identity stranger = MakeAuthority();
  const Identity rogue = MakeCertificate(stranger, {});
  for (const auto newest : {NewestTls::kTls12, NewestTls::kTls13}) {
    for (const bool shows_one : {false, true}) {
      ScriptedServerOptions serving = Serving();
      serving.newest_tls = newest;
      serving.client_authority = authority_.certificate;
      const ScriptedServer server(Bytes(ResponseText(200, "x")), serving);
      auto options = Trusting(server.url());
      if (shows_one) {
        options.tls.cert_file = folder_.Write("rogue.pem", rogue.certificate);
        options.tls.key_file = folder_.Write("rogue.key", rogue.key);
      }
      LoneClient client(options, kClock);
      for (int i = 0; i < 5; ++i) {
        const auto received = Fetch(client);
        EXPECT_EQ(received.reason, "tls") << received.detail;
        EXPECT_THAT(received.detail, HasSubstr("alert"));
      }
    }
  }
}

// Waiting for the verdict would take half a second per connection.
TEST_F(HttpClientTls, DoesNotWaitForAVerdictOnItsCertificate) {
  ScriptedServerOptions serving = Serving();
  serving.client_authority = authority_.certificate;
  serving.certificate_is_optional = true;
  serving.gives_session_tickets = false;
  const ScriptedServer server(BytesThenClose(ResponseText(200, "x")), serving);
  LoneClient client(Trusting(server.url()), kClock);
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 1; i <= 20; ++i) {
    EXPECT_EQ(Fetch(client).reason, "");
    EXPECT_EQ(server.connections(), i);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 10s);
}

TEST_F(HttpClientTls, ReportsACertificateRequiredDuringTheResponse) {
  const std::string begun = "HTTP/1.1 200 X\r\nContent-Length: 10\r\n\r\n12345";
  for (const std::string& bytes : {std::string(), begun}) {
    const ScriptedServer server(
        [&](const auto&, auto& connection) {
          connection.Send(bytes);
          connection.DemandCertificate();
        },
        Serving());
    LoneClient client(Trusting(server.url()), kClock);
    const auto received = Fetch(client);
    EXPECT_EQ(received.reason, "tls") << received.detail;
    EXPECT_THAT(received.detail, HasSubstr("alert: certificate required"));
  }
}

TEST_F(HttpClientTls, QuotesNoControlCharactersFromACertificate) {
  const auto received =
      FetchFrom(Serving({.names = {}, .common_name = "a\x1b[31m\u202eb\nc"}));
  EXPECT_EQ(received.reason, "tls");
  EXPECT_THAT(received.detail, HasSubstr("a?[31m?b?c"));
  for (const char* bad : {"\x1b", "\u202e", "\n"}) {
    EXPECT_EQ(received.detail.find(bad), std::string::npos) << received.detail;
  }
}

TEST_F(HttpClientTls, ResetInMidBodyIsTruncated) {
  const ScriptedServer server(
      BytesThenClose("HTTP/1.1 200 X\r\nContent-Length: 10\r\n\r\n12345"),
      Serving());
  LoneClient client(Trusting(server.url()), kClock);
  EXPECT_EQ(Fetch(client).reason, "truncated");
}

}  // namespace
}  // namespace pitel
