#include "serve/password_checker.h"

#include <gtest/gtest.h>

#include <boost/asio/executor_work_guard.hpp>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "unit/serve/passwords.h"

namespace pitel {
namespace {

using testing::HashOf;

struct Waiter final : LoginWaiter {
  void OnLogin(LoginOutcome told) override {
    outcome = told;
    thread = std::this_thread::get_id();
    if (throws) throw std::runtime_error("on login");
  }

  std::optional<LoginOutcome> outcome;
  std::thread::id thread;
  bool throws = false;
};

class PasswordCheckerTest : public ::testing::Test {
 protected:
  // Null if the login was known to be right.
  std::shared_ptr<Waiter> Ask(const std::string& password, bool known = true,
                              const std::string& network = "a") {
    Login login;
    login.hash = hash_;
    login.password = password;
    login.known = known;
    login.network = network;
    auto waiter = std::make_shared<Waiter>();
    login.waiter = waiter;
    return checker_.Check("alice", std::move(login)) ? nullptr : waiter;
  }
  std::optional<LoginOutcome> Await(const Waiter& waiter) {
    while (!waiter.outcome) io_.run_one();
    return waiter.outcome;
  }

  const std::string hash_ = HashOf("secret");
  boost::asio::io_context io_;
  const boost::asio::executor_work_guard<boost::asio::io_context::executor_type>
      busy_{io_.get_executor()};
  PasswordChecker checker_{io_, 3};
};

TEST_F(PasswordCheckerTest, ChecksOnItsThreadAndTellsOnThatOfTheServer) {
  const auto right = Ask("secret");
  EXPECT_EQ(Await(*right), LoginOutcome::kRight);
  EXPECT_EQ(right->thread, std::this_thread::get_id());
  EXPECT_EQ(Await(*Ask("wrong")), LoginOutcome::kWrong);
}

TEST_F(PasswordCheckerTest, RemembersRightLoginsUntilTheUsersChange) {
  Await(*Ask("secret"));
  EXPECT_EQ(Ask("secret"), nullptr);
  checker_.Reset();
  const auto again = Ask("secret");
  ASSERT_NE(again, nullptr);
  EXPECT_EQ(Await(*again), LoginOutcome::kRight);
}

TEST_F(PasswordCheckerTest, RemembersNoWrongLogins) {
  EXPECT_EQ(Await(*Ask("wrong")), LoginOutcome::kWrong);
  EXPECT_NE(Ask("wrong"), nullptr);
}

TEST_F(PasswordCheckerTest, LetsNoUnknownUserIn) {
  EXPECT_EQ(Await(*Ask("secret", false)), LoginOutcome::kWrong);
  EXPECT_EQ(Await(*Ask("secret", false)), LoginOutcome::kWrong);
}

TEST_F(PasswordCheckerTest, TellsTheWaiterForWhichThereIsNoRoom) {
  std::vector<std::shared_ptr<Waiter>> waiters;
  std::size_t refused = 0;
  // At most one is being checked, and at most three wait.
  for (int i = 0; i < 5; ++i) {
    waiters.push_back(Ask("wrong" + std::to_string(i)));
    if (waiters.back()->outcome == LoginOutcome::kNoRoom) ++refused;
  }
  const auto other = Ask("secret", true, "b");
  for (const auto& waiter : waiters) Await(*waiter);
  EXPECT_EQ(Await(*other), LoginOutcome::kRight)
      << "the flood is from another network";
  EXPECT_LE(refused, 2u);
}

TEST_F(PasswordCheckerTest, ForgetsAWaiter) {
  const auto forgotten = Ask("secret");
  checker_.Forget(*forgotten);
  Await(*Ask("wrong"));
  io_.poll();
  if (forgotten->outcome) {
    EXPECT_EQ(forgotten->outcome, LoginOutcome::kRight) << "it was begun";
  } else {
    EXPECT_EQ(forgotten.use_count(), 1);
  }
}

TEST_F(PasswordCheckerTest, GoesOnIfAWaiterThrows) {
  const auto throwing = Ask("secret");
  throwing->throws = true;
  EXPECT_THROW(Await(*throwing), std::runtime_error);
  EXPECT_EQ(Await(*Ask("wrong")), LoginOutcome::kWrong);
}

TEST_F(PasswordCheckerTest, EndsWhileLoginsWait) {
  for (int i = 0; i < 3; ++i) Ask("wrong" + std::to_string(i));
}

}  // namespace
}  // namespace pitel
