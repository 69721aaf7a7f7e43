#include "app/health_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/scripted_server.h"

namespace pitel {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using ::testing::HasSubstr;

TEST(UrlOfListener, IsTheAddressOfTheListener) {
  EXPECT_EQ(UrlOfListener("192.0.2.1:80").Text(), "http://192.0.2.1");
  EXPECT_EQ(UrlOfListener("localhost:10748").Text(), "http://localhost:10748");
  EXPECT_EQ(UrlOfListener("[2001:db8::1]:9").Text(), "http://[2001:db8::1]:9");
}

TEST(UrlOfListener, IsLoopbackForEveryAddress) {
  EXPECT_EQ(UrlOfListener(":10748").Text(), "http://127.0.0.1:10748");
  EXPECT_EQ(UrlOfListener("0.0.0.0:1").Text(), "http://127.0.0.1:1");
  EXPECT_EQ(UrlOfListener("[::]:1").Text(), "http://[::1]:1");
}

TEST(ParseHealthUrl, TakesTheExporterOrItsHealthPage) {
  for (const auto* url :
       {"http://host:1", "http://host:1/", "http://host:1/-/healthy"}) {
    EXPECT_EQ(ParseHealthUrl(url)->Text(), "http://host:1") << url;
  }
  EXPECT_EQ(ParseHealthUrl("https://host/pitel/-/healthy")->Text(),
            "https://host/pitel");
}

TEST(ParseHealthUrl, RefusesOtherText) {
  for (const auto* url : {"host:1", ":1", "/-/healthy", "ftp://host",
                          "http://host:1/-/healthy?x", "http://"}) {
    EXPECT_FALSE(ParseHealthUrl(url).ok()) << url;
  }
}

std::string ProblemAt(const std::string& url,
                      std::chrono::nanoseconds patience = minutes(1)) {
  return HealthProblem(*ParseHealthUrl(url), patience, SystemClock());
}

TEST(HealthProblem, IsNoneAtStatus200) {
  const ScriptedServer server(Bytes(ResponseText(200, "Healthy\n")));
  EXPECT_EQ(ProblemAt(server.url()), "");
  EXPECT_EQ(ProblemAt(server.url() + "/prefix"), "");
  ASSERT_EQ(server.requests().size(), 2u);
  EXPECT_EQ(server.requests()[0].target, "/-/healthy");
  EXPECT_EQ(server.requests()[1].target, "/prefix/-/healthy");
}

TEST(HealthProblem, IsNotTheCertificate) {
  ScriptedServerOptions options;
  options.identity =
      MakeCertificate(MakeAuthority(), {.names = {"DNS:pbx.example.com"}});
  const ScriptedServer server(Bytes(ResponseText(200, "Healthy\n")), options);
  EXPECT_EQ(ProblemAt(server.url()), "");
}

TEST(HealthProblem, IsAnyOtherStatus) {
  for (const int status : {204, 302, 401, 404, 503}) {
    const ScriptedServer server(Bytes(ResponseText(status)));
    EXPECT_EQ(ProblemAt(server.url()),
              server.url() + "/-/healthy: status " + std::to_string(status));
  }
}

TEST(HealthProblem, IsAMissingServer) {
  const ClosedPort closed;
  EXPECT_THAT(ProblemAt("http://127.0.0.1:" + closed.port()),
              HasSubstr(closed.port() + "/-/healthy: "));
}

TEST(HealthProblem, IsASilentServer) {
  const ScriptedServer server(
      [](const ReceivedRequest&, ServerConnection& connection) {
        connection.Hang();
      });
  EXPECT_NE(ProblemAt(server.url(), milliseconds(50)), "");
}

std::string ProblemOfListener(const std::string& url, bool tls) {
  return ListenerProblem(*ParseHealthUrl(url), tls, minutes(1), SystemClock());
}

TEST(ListenerProblem, IsNotAWebConfigurationThatIsNotInForce) {
  const ScriptedServer plain(Bytes(ResponseText(200, "Healthy\n")));
  ScriptedServerOptions options;
  options.identity = MakeCertificate(MakeAuthority());
  const ScriptedServer tls(Bytes(ResponseText(200, "Healthy\n")), options);
  for (const bool in_file : {false, true}) {
    EXPECT_EQ(ProblemOfListener(plain.url(), in_file), "");
    EXPECT_EQ(ProblemOfListener(tls.url(), in_file), "");
  }
}

TEST(ListenerProblem, IsThatOfTheWebConfiguration) {
  const ScriptedServer server(Bytes(ResponseText(503)));
  EXPECT_EQ(ProblemOfListener(server.url(), false),
            server.url() + "/-/healthy: status 503");
  EXPECT_THAT(ProblemOfListener(server.url(), true), HasSubstr("https://"));
}

}  // namespace
}  // namespace pitel
