// A private header of serve.
#pragma once

#include <boost/asio/io_context.hpp>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <stop_token>
#include <string_view>
#include <thread>

#include "serve/bcrypt.h"
#include "serve/login_queue.h"
#include "serve/password_cache.h"

namespace pitel {

// Checks passwords, one after the other, on a thread of its own: that is slow
// on purpose. Logins that were right once are remembered. The public methods
// are called on the thread of `io`.
class PasswordChecker {
 public:
  // `io` outlives this, and does not run any more when this is destroyed, which
  // waits for the password at hand. At most `most_waiting` logins wait.
  PasswordChecker(boost::asio::io_context& io, std::size_t most_waiting);

  // Whether the login of `user`, which has no key yet, is known to be right.
  // Otherwise, its waiter is told later; at once, it or the waiter of another
  // login is told if there is no room.
  bool Check(std::string_view user, Login login);
  // Drops a waiter, unless its password is being checked.
  void Forget(const LoginWaiter& waiter);
  // Forgets the right logins, since the users have changed.
  void Reset() { cache_.Clear(); }

 private:
  void Run(const std::stop_token& stop);
  LoginOutcome OutcomeOf(const Login& login);
  // Tells one waiter, on the thread of `io`, and then the next one: their
  // responses must not all exist at once.
  void TellNext();
  void TellNextLater();

  boost::asio::io_context& io_;
  PasswordCache cache_;
  Bcrypt bcrypt_;  // belongs to the thread that checks

  std::mutex mutex_;  // guards these
  std::condition_variable_any changed_;
  LoginQueue queue_;
  Logins checked_;  // whose waiters are still to be told
  std::jthread thread_;
};

}  // namespace pitel
