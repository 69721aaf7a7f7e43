#include "serve/gate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/executor_work_guard.hpp>
#include <memory>
#include <optional>
#include <string>

#include "support/fake_clock.h"
#include "unit/serve/passwords.h"

namespace pitel {
namespace {

using namespace std::chrono_literals;
using testing::Base64;
using ::testing::Contains;
using testing::HashOf;
using ::testing::Pair;

struct Waiter final : LoginWaiter {
  void OnLogin(LoginOutcome told) override { outcome = told; }
  std::optional<LoginOutcome> outcome;
};

class GateTest : public ::testing::Test {
 protected:
  void Use(WebConfig config) { settings_.Publish({std::move(config), {}}); }

  // The status of the request; 200 if it is let in.
  int Ask(const std::string& authorization = "", bool needs_password = true) {
    Request request;
    request.authorization = authorization;
    const auto waiter = std::make_shared<Waiter>();
    last_ = gate_.Admit(request, needs_password, "a", waiter);
    waited_ = last_.entry == Gate::Entry::kWaits;
    if (!waited_) {
      return last_.entry == Gate::Entry::kOpen ? 200 : last_.refusal.status;
    }
    while (!waiter->outcome) io_.run_one();
    if (waiter->outcome == LoginOutcome::kRight) return 200;
    last_.refusal = Gate::Refusal(*waiter->outcome);
    return last_.refusal.status;
  }
  int Login(const std::string& user, const std::string& password) {
    return Ask("Basic " + Base64(user + ":" + password));
  }

  FakeClock clock_;
  boost::asio::io_context io_;
  const boost::asio::executor_work_guard<boost::asio::io_context::executor_type>
      busy_{io_.get_executor()};
  PublishedWebSettings settings_{WebSettings{}};
  Gate gate_{io_, settings_, clock_, 10};
  Gate::Decision last_;
  bool waited_ = false;
};

TEST_F(GateTest, IsOpenWithoutUsers) {
  EXPECT_EQ(Ask(), 200);
  EXPECT_EQ(Login("alice", "wrong"), 200);
}

TEST_F(GateTest, AsksForAPassword) {
  Use({.users = {{"alice", HashOf("secret")}}});
  for (const auto* none : {"", "Bearer x", "Basic ?"}) {
    EXPECT_EQ(Ask(none), 401);
    EXPECT_FALSE(waited_);
    EXPECT_THAT(last_.refusal.fields,
                Contains(Pair("WWW-Authenticate", "Basic")));
  }
  EXPECT_EQ(Login("alice", "secret"), 200);
  EXPECT_EQ(Login("alice", "wrong"), 401);
  EXPECT_THAT(last_.refusal.fields,
              Contains(Pair("WWW-Authenticate", "Basic")));
  EXPECT_EQ(Login("Alice", "secret"), 401);
  EXPECT_EQ(Ask("", false), 200) << "health checks need none";
}

TEST_F(GateTest, ChecksARightPasswordOnce) {
  Use({.users = {{"alice", HashOf("secret")}}});
  Login("alice", "secret");
  EXPECT_TRUE(waited_);
  EXPECT_EQ(Login("alice", "secret"), 200);
  EXPECT_FALSE(waited_);
}

TEST_F(GateTest, ChecksThePasswordOfUnknownUsersEachTime) {
  Use({.users = {{"alice", HashOf("secret")}}});
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(Login("bob", "secret"), 401) << "the password of another";
    EXPECT_TRUE(waited_);
  }
  Login("alice", "secret");
  EXPECT_EQ(Login("bob", "secret"), 401);
  EXPECT_TRUE(waited_);
}

TEST_F(GateTest, JudgesEachPairOfUserAndPasswordOnItsOwn) {
  Use({.users = {{"ab", HashOf("c")}, {"a", HashOf("x")}}});
  EXPECT_EQ(Login("ab", "c"), 200);
  EXPECT_EQ(Login("a", "bc"), 401);
  EXPECT_EQ(Login("abc", ""), 401);
  EXPECT_EQ(Login("", "abc"), 401);
  EXPECT_EQ(Login("a", "x"), 200);
  EXPECT_EQ(Login("ab", "x"), 401);
}

TEST_F(GateTest, ForgetsPasswordsThatHaveChanged) {
  Use({.users = {{"alice", HashOf("old")}}});
  EXPECT_EQ(Login("alice", "old"), 200);
  Use({.users = {{"alice", HashOf("new")}}});
  EXPECT_EQ(Login("alice", "old"), 401);
  EXPECT_EQ(Login("alice", "new"), 200);
  Use({.headers = {{"A", "b"}}, .users = {{"alice", HashOf("new")}}});
  EXPECT_EQ(Login("alice", "new"), 200);
  EXPECT_FALSE(waited_) << "only the headers have changed";
  Use({.users = {{"bob", HashOf("b")}}});
  EXPECT_EQ(Login("alice", "new"), 401);
}

TEST_F(GateTest, LimitsTheRateBeforeItAsksForAPassword) {
  Use({.users = {{"alice", HashOf("secret")}}, .rate_limit = {1s, 2}});
  EXPECT_EQ(Ask(), 401);
  EXPECT_EQ(Login("alice", "secret"), 200);
  EXPECT_EQ(Login("alice", "secret"), 429);
  EXPECT_EQ(Ask("", false), 429) << "health checks count as well";
  clock_.Advance(1s);
  EXPECT_EQ(Login("alice", "secret"), 200);
  EXPECT_EQ(Login("alice", "secret"), 429);
}

TEST_F(GateTest, StartsTheRateAnewOnlyIfItHasChanged) {
  Use({.rate_limit = {1s, 1}});
  EXPECT_EQ(Ask(), 200);
  Use({.headers = {{"A", "b"}}, .rate_limit = {1s, 1}});
  EXPECT_EQ(Ask(), 429);
  Use({.rate_limit = {1s, 2}});
  EXPECT_EQ(Ask(), 200);
}

TEST_F(GateTest, HasTheHeadersInForce) {
  EXPECT_TRUE(gate_.headers().empty());
  Use({.headers = {{"A", "b"}}});
  EXPECT_THAT(gate_.headers(), ::testing::ElementsAre(Pair("A", "b")));
}

}  // namespace
}  // namespace pitel
