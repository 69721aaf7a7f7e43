// Clients of a server that asks for passwords.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "unit/serve/passwords.h"
#include "unit/serve/server_fixture.h"

namespace pitel {
namespace {

using ::testing::AllOf;
using testing::Authorization;
using testing::Client;
using ::testing::EndsWith;
using testing::HashOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class PasswordLoginTest : public testing::ServerTest {
 protected:
  PasswordLoginTest() {
    options_.web.users = {{"alice", HashOf("secret")}};
    options_.web.headers = {{"X-Frame-Options", "deny"}};
  }

  std::string Login(const std::string& password,
                    const std::string& target = "/metrics") {
    return Fetch(target, Authorization("alice", password));
  }
};

TEST_F(PasswordLoginTest, LetsInThoseWithThePassword) {
  Start();
  EXPECT_THAT(Login("secret"), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(Login("secret", "/sd"), StartsWith("HTTP/1.1 200 "));
  for (const auto* page : {"/", "/metrics", "/config", "/sd", "/nothing",
                           "/-/reload", "/-/healthy/", "http://x"}) {
    EXPECT_THAT(Fetch(page), StartsWith("HTTP/1.1 401 ")) << page;
    EXPECT_THAT(Login("wrong", page), StartsWith("HTTP/1.1 401 ")) << page;
  }
}

TEST_F(PasswordLoginTest, RefusesWithFieldsThatBrowsersNeed) {
  Start();
  EXPECT_THAT(Fetch("/"), AllOf(HasSubstr("\r\nWWW-Authenticate: Basic\r\n"),
                                HasSubstr("\r\nX-Frame-Options: deny\r\n"),
                                HasSubstr("\r\nConnection: keep-alive\r\n"),
                                EndsWith("\r\n\r\nUnauthorized\n")));
}

TEST_F(PasswordLoginTest, LeavesChecksOfHealthOpen) {
  Start();
  for (const auto* page :
       {"/-/healthy", "/-/healthy?x", "http://x/-/healthy"}) {
    EXPECT_THAT(Fetch(page), StartsWith("HTTP/1.1 200 ")) << page;
  }
  EXPECT_THAT(Fetch("/-/ready"), StartsWith("HTTP/1.1 503 "));
}

TEST_F(PasswordLoginTest, KeepsTheConnectionAndTheOrderOfRequests) {
  Start();
  Client client = Connect();
  client.Get("/nothing", Authorization("alice", "secret"));
  client.Get("/-/healthy");
  client.Get("/sd", Authorization("alice", "wrong"));
  client.Get("/sd", Authorization("alice", "secret"));
  EXPECT_THAT(client.Response(), StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(client.Response(), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(client.Response(), StartsWith("HTTP/1.1 401 "));
  EXPECT_THAT(client.Response(), StartsWith("HTTP/1.1 200 "));
}

TEST_F(PasswordLoginTest, ReadsRequestsThatComeWhileAPasswordIsChecked) {
  Start();
  Client client = Connect();
  for (int i = 0; i < 20; ++i) {
    client.Get("/sd", Authorization("alice", "wrong"));
    client.Send("GET /-/healthy HTTP/1.1\r\n");
    EXPECT_THAT(client.Response(), StartsWith("HTTP/1.1 401 "));
    client.Send("Host: x\r\n\r\n");
    EXPECT_THAT(client.Response(), StartsWith("HTTP/1.1 200 "));
  }
}

// While passwords wait, known ones and checks of health do not.
TEST_F(PasswordLoginTest, ServesOthersWhileAFloodOfPasswordsWaits) {
  // A check takes about 0.2 s.
  options_.web.users["slow"] =
      "$2a$12$xxBfUgNIVJZYWeubB1knEuCDvnGinvEPQ6uAnNFQ6ll1nJnllhNuO";
  Start();
  EXPECT_THAT(Login("secret"), StartsWith("HTTP/1.1 200 "));
  std::vector<Client> flood;
  for (int i = 0; i < 40; ++i) {
    flood.push_back(Connect());
    flood.back().Get("/metrics",
                     Authorization("slow", "wrong" + std::to_string(i)));
  }
  EXPECT_THAT(Login("secret"), StartsWith("HTTP/1.1 200 "));
  Probe();
  EXPECT_FALSE(flood.back().HasInputWithin(std::chrono::milliseconds(0)))
      << "the flood still waits";
}

// Logins of one password are checked together, but do not need more places
// among the scrapes than those who come one after the other.
TEST_F(PasswordLoginTest, LetsManyInWhoShareAPassword) {
  options_.max_requests = 2;
  Start();
  std::vector<Client> clients;
  for (int i = 0; i < 100; ++i) {
    clients.push_back(Connect());
    clients.back().Get("/sd", Authorization("alice", "secret"));
  }
  for (Client& client : clients) {
    EXPECT_THAT(client.Response(), StartsWith("HTTP/1.1 200 "));
  }
}

TEST_F(PasswordLoginTest, RefusesMoreLoginsThanMayWait) {
  options_.web.users["slow"] =
      "$2a$12$xxBfUgNIVJZYWeubB1knEuCDvnGinvEPQ6uAnNFQ6ll1nJnllhNuO";
  options_.limits.logins = 1;
  Start();
  std::vector<Client> flood;
  for (int i = 0; i < 4; ++i) {
    flood.push_back(Connect());
    flood.back().Get("/sd", Authorization("slow", std::to_string(i)));
  }
  int refused = 0;
  for (Client& client : flood) {
    const std::string response = client.Response();
    if (response.starts_with("HTTP/1.1 503 ")) {
      EXPECT_THAT(response, EndsWith("Too many logins at once, try again "
                                     "later.\n"));
      ++refused;
    }
  }
  EXPECT_GE(refused, 2) << "one is checked, and one waits";
}

// Closing frees the place in the queue.
TEST_F(PasswordLoginTest, ForgetsLoginsWhoseClientHasGone) {
  options_.web.users["slow"] =
      "$2a$12$xxBfUgNIVJZYWeubB1knEuCDvnGinvEPQ6uAnNFQ6ll1nJnllhNuO";
  options_.limits.logins = 1;
  Start();
  const auto give_up =
      std::chrono::steady_clock::now() + std::chrono::seconds(20);
  // One is checked, and one waits; then its place is free again.
  Client checked = Connect();
  checked.Get("/sd", Authorization("slow", "first"));
  { Connect().Get("/sd", Authorization("slow", "second")); }
  while (!Login("secret", "/sd").starts_with("HTTP/1.1 200 ")) {
    ASSERT_LT(std::chrono::steady_clock::now(), give_up);
  }
}

TEST_F(PasswordLoginTest, ClosesWhenALoginTakesTooLong) {
  options_.web.users["slow"] =
      "$2a$12$xxBfUgNIVJZYWeubB1knEuCDvnGinvEPQ6uAnNFQ6ll1nJnllhNuO";
  options_.limits.login = std::chrono::milliseconds(10);
  Start();
  Client client = Connect();
  client.Get("/sd", Authorization("slow", "wrong"));
  EXPECT_EQ(client.ReadToEnd(), "");
  EXPECT_TRUE(client.closed());
  Probe();
}

TEST_F(PasswordLoginTest, TakesOverAnotherConfigurationAtOnce) {
  Start();
  EXPECT_THAT(Login("secret"), StartsWith("HTTP/1.1 200 "));
  WebConfig web;
  web.users = {{"alice", HashOf("new")}};
  EXPECT_EQ(server_->Use(web), std::nullopt);
  EXPECT_THAT(Login("secret"),
              AllOf(StartsWith("HTTP/1.1 401 "), Not(HasSubstr("X-Frame"))));
  EXPECT_THAT(Login("new"), StartsWith("HTTP/1.1 200 "));
}

}  // namespace
}  // namespace pitel
