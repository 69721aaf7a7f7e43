#include "fetch/http_clients.h"

#include <algorithm>
#include <new>
#include <utility>

namespace pitel {
namespace {

constexpr std::chrono::minutes kFreeFor{2};

}  // namespace

HostClients::HostClients(const HostOptions& options, const Clock& clock)
    : options_(options), clock_(clock) {
  Return(std::make_unique<HttpClient>(options_, clock_));
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
  return std::make_unique<HttpClient>(options_, clock_);
}

void HostClients::Return(std::unique_ptr<HttpClient> client) noexcept try {
  const SteadyTime now = clock_.Now().steady;
  std::vector<Free> closed;  // without the lock
  const std::lock_guard lock(mutex_);
  const auto in_use = std::find_if(
      free_.begin(), free_.end(),
      [now](const Free& free) { return now - free.since <= kFreeFor; });
  closed.assign(std::move_iterator(free_.begin()), std::move_iterator(in_use));
  free_.erase(free_.begin(), in_use);
  free_.push_back({std::move(client), now});
} catch (const std::bad_alloc&) {
  // The client is closed.
}

HostClients& HttpClients::For(const HostOptions& options) {
  const std::string url = options.url.Text();
  const auto [begin, end] = hosts_.equal_range(url);
  const auto same = std::find_if(begin, end, [&](const auto& host) {
    return host.second->options() == options;
  });
  if (same != end) return *same->second;
  auto clients = std::make_unique<HostClients>(options, clock_);
  return *hosts_.emplace(url, std::move(clients))->second;
}

}  // namespace pitel
