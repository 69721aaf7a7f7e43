#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace pitel {

using Addresses = std::vector<std::string>;  // numeric; IPv6 without brackets
using Resolver = std::function<Result<Addresses>(const std::string& host)>;

// Asks the system's resolver and blocks for as long as that does. A numeric
// address is returned as it is.
Result<Addresses> LookUpHost(const std::string& host);

// The addresses of one host, for callers that cannot wait for a resolver that
// hangs. libcurl leaves a thread behind for each lookup that hangs. Here, there
// is one lookup at a time, on a thread that nobody joins; calls that arrive
// while it hangs wait for that one. Any thread, several at once.
class NameLookup {
 public:
  explicit NameLookup(std::string host, Resolver resolver = LookUpHost);
  ~NameLookup();
  NameLookup(const NameLookup&) = delete;
  NameLookup& operator=(const NameLookup&) = delete;

  struct Found {
    Addresses addresses;
    std::uint64_t number = 0;  // of the successful lookup; the first is 1
  };

  // The addresses, after `patience` at the latest, or earlier if `cancelled` is
  // set. Known ones are returned at once and, when older than a minute, looked
  // up again in the background: a resolver that fails does not end a
  // conversation that works. `failed` is the number of the last addresses that
  // did not work for the caller, who then waits for later ones; 0 if none.
  Result<Found> Get(SteadyTime now, std::chrono::nanoseconds patience,
                    std::uint64_t failed, const std::atomic<bool>& cancelled);

  // Makes each waiting Get check whether it is cancelled.
  void WakeUp();

 private:
  struct Outcome;
  void Start();

  const std::string host_;
  const Resolver resolver_;
  const std::shared_ptr<Outcome> outcome_;  // shared with the thread
};

}  // namespace pitel
