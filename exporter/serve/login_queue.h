#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <string>

#include "serve/password_cache.h"

namespace pitel {

enum class LoginOutcome { kRight, kWrong, kNoRoom };

class LoginWaiter {
 public:
  virtual ~LoginWaiter() = default;
  // If it throws, the waiter is let go.
  virtual void OnLogin(LoginOutcome outcome) = 0;
};

// A password to be checked.
struct Login {
  LoginKey key;
  std::string hash;
  std::string password;  // a secret
  // Whether the user exists. Otherwise, the hash belongs to somebody else, and
  // no password is right.
  bool known = false;
  std::string network;  // of the client, as in Peer
  std::shared_ptr<LoginWaiter> waiter;
  LoginOutcome outcome = LoginOutcome::kWrong;  // once it has been checked
};

using Logins = std::list<std::shared_ptr<Login>>;

// The logins that wait, at most `most` of them. The networks take turns, so
// that one which floods the server delays others by one login at most.
class LoginQueue {
 public:
  explicit LoginQueue(std::size_t most) : most_(most) {}

  bool empty() const { return waiting_.empty(); }

  // Returns the login for which there is no room, if any: another one of the
  // network with the most, or else the new one.
  std::shared_ptr<Login> Push(std::shared_ptr<Login> login);
  // The next login, with all others of the same key. The queue is not empty.
  Logins Take();
  void Remove(const LoginWaiter& waiter);

 private:
  const std::size_t most_;
  Logins waiting_;  // in the order of their coming
  std::string last_network_;
};

}  // namespace pitel
