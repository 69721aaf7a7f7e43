#include "serve/login_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace pitel {
namespace {

using ::testing::ElementsAre;

struct NoWaiter final : LoginWaiter {
  void OnLogin(LoginOutcome) override {}
};

std::shared_ptr<Login> NewLogin(const std::string& network, std::uint64_t key) {
  Login login;
  login.key = {key, 0};
  login.network = network;
  login.waiter = std::make_shared<NoWaiter>();
  return std::make_shared<Login>(std::move(login));
}

class LoginQueueTest : public ::testing::Test {
 protected:
  // The number of the login for which there was no room; 0 if there was.
  std::uint64_t Push(const std::string& network, std::uint64_t key) {
    const auto refused = queue_.Push(NewLogin(network, key));
    return refused == nullptr ? 0 : refused->key.first;
  }
  std::vector<std::uint64_t> TakeAll() {
    std::vector<std::uint64_t> keys;
    while (!queue_.empty()) {
      for (const auto& login : queue_.Take()) keys.push_back(login->key.first);
    }
    return keys;
  }

  LoginQueue queue_{6};
};

TEST_F(LoginQueueTest, TakesTheLoginsOfANetworkInOrder) {
  for (const std::uint64_t key : {3, 1, 2}) Push("a", key);
  EXPECT_THAT(TakeAll(), ElementsAre(3, 1, 2));
}

TEST_F(LoginQueueTest, LetsNetworksTakeTurns) {
  for (const std::uint64_t key : {1, 2, 3}) Push("b", key);
  Push("a", 10);
  Push("c", 20);
  Push("c", 21);
  EXPECT_THAT(TakeAll(), ElementsAre(10, 1, 20, 2, 21, 3));
}

TEST_F(LoginQueueTest, TakesLoginsOfOneKeyTogether) {
  Push("a", 1);
  Push("b", 2);
  Push("c", 1);
  EXPECT_EQ(queue_.Take().size(), 2u);
  EXPECT_EQ(queue_.Take().size(), 1u);
}

TEST_F(LoginQueueTest, RefusesTheNewestOfTheLargestNetwork) {
  for (std::uint64_t key = 1; key <= 6; ++key) EXPECT_EQ(Push("a", key), 0u);
  EXPECT_EQ(Push("a", 7), 7u);
  EXPECT_EQ(Push("b", 8), 6u) << "there is room for another network";
  EXPECT_EQ(Push("c", 9), 5u);
  EXPECT_EQ(Push("b", 10), 4u);
  EXPECT_EQ(Push("b", 11), 11u) << "the largest have three each";
  EXPECT_THAT(TakeAll(), ElementsAre(1, 8, 9, 2, 10, 3));
}

TEST_F(LoginQueueTest, ForgetsAWaiter) {
  const auto login = NewLogin("a", 1);
  queue_.Push(login);
  Push("a", 2);
  queue_.Remove(*login->waiter);
  EXPECT_THAT(TakeAll(), ElementsAre(2));
}

}  // namespace
}  // namespace pitel
