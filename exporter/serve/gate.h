// A private header of serve.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "endpoint/keyed_hash.h"
#include "serve/login_queue.h"
#include "serve/password_checker.h"
#include "serve/rate_limiter.h"
#include "serve/response.h"
#include "serve/web_settings.h"

namespace pitel {

// What every request must pass before it gets a page: the rate limit, then the
// password. Belongs to the server's thread.
class Gate {
 public:
  // All but `most_waiting`, which limits logins, outlive this.
  Gate(boost::asio::io_context& io, const PublishedWebSettings& settings,
       const Clock& clock, std::size_t most_waiting);

  enum class Entry { kOpen, kRefused, kWaits };
  struct Decision {
    Entry entry;
    Response refusal = {};  // if refused
  };
  // If the decision is to wait, `waiter` is told whether the login is right. It
  // may be told before this returns.
  Decision Admit(const Request& request, bool needs_password,
                 std::string_view network, std::shared_ptr<LoginWaiter> waiter);
  void Forget(const LoginWaiter& waiter) { passwords_.Forget(waiter); }
  // The response to a login that is not right.
  static Response Refusal(LoginOutcome outcome);

  // The header fields that every response has.
  const WebHeaders& headers();

 private:
  // Takes over settings that have changed.
  const WebConfig& Current();
  // The user whose hash is checked if the given user does not exist: always the
  // same for one name, so that checking takes as long as for users who exist.
  const std::string& HashOfSomebody(std::string_view user) const;

  const PublishedWebSettings& published_;
  const Clock& clock_;
  std::shared_ptr<const WebSettings> settings_;
  RateLimiter limiter_;
  const KeyedHash choice_;
  PasswordChecker passwords_;
};

}  // namespace pitel
