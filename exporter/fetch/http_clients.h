#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "base/clock.h"
#include "fetch/api_options.h"
#include "fetch/http_client.h"
#include "fetch/name_lookup.h"

namespace pitel {

// The clients of one host, and thereby the connections to it. Each is used by
// one request at a time, so there are as many as requests at once. All use the
// addresses that one of them has looked up. Any thread.
class HostClients {
 public:
  // `clock` outlives this. Throws if the options are unusable; validated ones
  // never are.
  HostClients(const HostOptions& options, const Clock& clock,
              Resolver resolver = LookUpHost);

  // The free client that was used last, or else a new one.
  std::unique_ptr<HttpClient> Take();
  // Lets others take it; one that is not good is taken last. Closes those that
  // nobody has taken for a while.
  void Return(std::unique_ptr<HttpClient> client, bool is_good) noexcept;

 private:
  struct Free {
    std::unique_ptr<HttpClient> client;
    SteadyTime since;
  };

  const HostOptions options_;
  const Clock& clock_;
  NameLookup lookup_;
  std::mutex mutex_;
  std::vector<Free> free_;  // guarded by mutex_; the last one was used last
};

// The hosts of all sessions. Not for several threads at once.
class HttpClients {
 public:
  // `clock` outlives the clients.
  explicit HttpClients(const Clock& clock) : clock_(clock) {}

  // The clients of a host, the same for equal options as long as somebody
  // shares them. Throws as they do.
  std::shared_ptr<HostClients> For(const HostOptions& options);
  // Forgets the hosts that nobody shares any more, whose clients are closed
  // already.
  void ForgetUnused();

 private:
  const Clock& clock_;
  std::map<HostOptions, std::weak_ptr<HostClients>> hosts_;
};

}  // namespace pitel
