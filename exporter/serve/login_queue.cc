#include "serve/login_queue.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string_view>
#include <utility>

namespace pitel {

std::shared_ptr<Login> LoginQueue::Push(std::shared_ptr<Login> login) {
  if (waiting_.size() < most_) {
    waiting_.push_back(std::move(login));
    return nullptr;
  }
  std::map<std::string_view, std::size_t> counts{{login->network, 1}};
  for (const auto& other : waiting_) ++counts[other->network];
  const auto largest = std::ranges::max_element(
      counts, {}, [](const auto& count) { return count.second; });
  if (largest->second <= counts[login->network]) return login;
  const auto last = std::find_if(
      waiting_.rbegin(), waiting_.rend(),
      [&](const auto& other) { return other->network == largest->first; });
  std::swap(*last, login);
  // The new one came last.
  waiting_.splice(waiting_.end(), waiting_, std::prev(last.base()));
  return login;
}

// The networks take turns in the order of their addresses.
Logins LoginQueue::Take() {
  const auto turn = [this](const auto& login) {
    return std::pair(login->network <= last_network_,
                     std::string_view(login->network));
  };
  const auto next = std::ranges::min_element(waiting_, {}, turn);
  last_network_ = (*next)->network;
  const LoginKey key = (*next)->key;
  Logins logins;
  logins.splice(logins.end(), waiting_, next);
  for (auto login = waiting_.begin(); login != waiting_.end();) {
    const auto following = std::next(login);
    if ((*login)->key == key) logins.splice(logins.end(), waiting_, login);
    login = following;
  }
  return logins;
}

void LoginQueue::Remove(const LoginWaiter& waiter) {
  waiting_.remove_if(
      [&](const auto& login) { return login->waiter.get() == &waiter; });
}

}  // namespace pitel
