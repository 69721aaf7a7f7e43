#include "fetch/http_clients.h"

#include <algorithm>
#include <new>
#include <utility>

#include "fetch/curl_host.h"

namespace pitel {
namespace {

constexpr std::chrono::minutes kFreeFor{2};

}  // namespace

HostClients::HostClients(const HostOptions& options, const Clock& clock,
                         Resolver resolver)
    : options_(options),
      clock_(clock),
      lookup_(NextHopOf(options).host, std::move(resolver)) {
  Return(std::make_unique<HttpClient>(options_, lookup_, clock_), true);
}

std::unique_ptr<HttpClient> HostClients::Take() {
  {
    const std::lock_guard lock(mutex_);
    if (!free_.empty()) {
      auto client = std::move(free_.back().client);
      free_.pop_back();
      return client;
    }
  }
  return std::make_unique<HttpClient>(options_, lookup_, clock_);
}

void HostClients::Return(std::unique_ptr<HttpClient> client,
                         bool is_good) noexcept try {
  const SteadyTime now = clock_.Now().steady;
  std::vector<Free> closed;  // without the lock
  const std::lock_guard lock(mutex_);
  const auto old = std::stable_partition(
      free_.begin(), free_.end(),
      [now](const Free& free) { return now - free.since <= kFreeFor; });
  closed.assign(std::move_iterator(old), std::move_iterator(free_.end()));
  free_.erase(old, free_.end());
  free_.insert(is_good ? free_.end() : free_.begin(), {std::move(client), now});
} catch (const std::bad_alloc&) {
  // The client is closed.
}

std::shared_ptr<HostClients> HttpClients::For(const HostOptions& options) {
  auto& known = hosts_[options];
  auto clients = known.lock();
  if (!clients) {
    clients = std::make_shared<HostClients>(options, clock_);
    known = clients;
  }
  return clients;
}

void HttpClients::ForgetUnused() {
  std::erase_if(hosts_, [](const auto& host) { return host.second.expired(); });
}

}  // namespace pitel
