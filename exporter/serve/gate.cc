#include "serve/gate.h"

#include <iterator>
#include <string>
#include <utility>

#include "serve/basic_auth.h"

namespace pitel {

Gate::Gate(boost::asio::io_context& io, const PublishedWebSettings& settings,
           const Clock& clock, std::size_t most_waiting)
    : published_(settings),
      clock_(clock),
      settings_(settings.Read()),
      limiter_(settings_->config.rate_limit),
      passwords_(io, most_waiting) {}

Gate::Decision Gate::Admit(const Request& request, bool needs_password,
                           std::string_view network,
                           std::shared_ptr<LoginWaiter> waiter) {
  const WebUsers& users = Current().users;
  if (!limiter_.Allow(clock_.Now().steady)) {
    return {Entry::kRefused, TextResponse(429, "Too many requests")};
  }
  if (!needs_password || users.empty()) return {Entry::kOpen};
  auto given = ParseBasicAuth(request.authorization);
  if (!given) return {Entry::kRefused, Refusal(LoginOutcome::kWrong)};
  const auto user = users.find(given->user);
  Login login;
  login.known = user != users.end();
  login.hash = login.known ? user->second : HashOfSomebody(given->user);
  login.password = std::move(given->password);
  login.network = network;
  login.waiter = std::move(waiter);
  const bool right = passwords_.Check(given->user, std::move(login));
  return {right ? Entry::kOpen : Entry::kWaits};
}

Response Gate::Refusal(LoginOutcome outcome) {
  if (outcome == LoginOutcome::kNoRoom) {
    return TextResponse(503, "Too many logins at once, try again later.");
  }
  Response response = TextResponse(401, "Unauthorized");
  response.fields.emplace_back("WWW-Authenticate", "Basic");
  return response;
}

const WebHeaders& Gate::headers() { return Current().headers; }

const WebConfig& Gate::Current() {
  auto next = published_.Read();
  if (next != settings_) {
    const WebConfig& config = next->config;
    if (config.rate_limit != limiter_.limit()) {
      limiter_ = RateLimiter(config.rate_limit);
    }
    if (config.users != settings_->config.users) passwords_.Reset();
    settings_ = std::move(next);
  }
  return settings_->config;
}

const std::string& Gate::HashOfSomebody(std::string_view user) const {
  const WebUsers& users = settings_->config.users;
  const auto index = choice_(user) % users.size();
  return std::next(users.begin(), static_cast<std::ptrdiff_t>(index))->second;
}

}  // namespace pitel
