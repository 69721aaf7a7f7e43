#include "serve/password_checker.h"

#include <boost/asio/post.hpp>
#include <exception>
#include <memory>
#include <utility>

#include "base/thread.h"
#include "serve/reliable_post.h"

namespace pitel {

PasswordChecker::PasswordChecker(boost::asio::io_context& io,
                                 std::size_t most_waiting)
    : io_(io), queue_(most_waiting) {
  thread_ = StartThread("checking passwords",
                        [this](const std::stop_token& stop) { Run(stop); });
}

bool PasswordChecker::Check(std::string_view user, Login login) {
  login.key = cache_.KeyOf(user, login.hash, login.password);
  if (login.known && cache_.Has(login.key)) return true;
  std::shared_ptr<Login> without_room;
  {
    auto waiting = std::make_shared<Login>(std::move(login));
    const std::lock_guard lock(mutex_);
    without_room = queue_.Push(std::move(waiting));
    changed_.notify_one();
  }
  if (without_room) without_room->waiter->OnLogin(LoginOutcome::kNoRoom);
  return false;
}

void PasswordChecker::Forget(const LoginWaiter& waiter) {
  const std::lock_guard lock(mutex_);
  queue_.Remove(waiter);
}

void PasswordChecker::Run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  const auto has_work = [this] { return !queue_.empty(); };
  while (changed_.wait(lock, stop, has_work) && !stop.stop_requested()) {
    Logins logins = queue_.Take();
    lock.unlock();
    const LoginOutcome outcome = OutcomeOf(*logins.front());
    for (const auto& login : logins) login->outcome = outcome;
    lock.lock();
    checked_.splice(checked_.end(), logins);
    lock.unlock();
    PostReliably(io_, stop, [this] { TellNext(); });
    lock.lock();
  }
}

LoginOutcome PasswordChecker::OutcomeOf(const Login& login) try {
  const bool matches = bcrypt_.Matches(login.password, login.hash);
  return matches && login.known ? LoginOutcome::kRight : LoginOutcome::kWrong;
} catch (const std::exception&) {
  return LoginOutcome::kNoRoom;  // out of memory
}

void PasswordChecker::TellNext() {
  std::unique_lock lock(mutex_);
  if (checked_.empty()) return;
  const auto login = std::move(checked_.front());
  checked_.pop_front();
  const bool others_follow = !checked_.empty();
  lock.unlock();
  if (others_follow) TellNextLater();
  // Lets go of the waiter on this thread, not on the one that checks.
  const auto waiter = std::move(login->waiter);
  if (login->outcome == LoginOutcome::kRight) cache_.Add(login->key);
  waiter->OnLogin(login->outcome);
}

void PasswordChecker::TellNextLater() try {
  boost::asio::post(io_, [this] { TellNext(); });
} catch (const std::exception&) {
  TellNext();  // without memory, at once
}

}  // namespace pitel
