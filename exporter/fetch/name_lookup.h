#pragma once

#include <chrono>
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

// The addresses of one host, for a caller who cannot wait for a resolver that
// hangs. libcurl leaves a thread behind for each lookup that hangs. Here, there
// is one lookup at a time, on a thread that nobody joins; a call that arrives
// while it hangs waits for that one. Belongs to one thread, except for Cancel.
class NameLookup {
 public:
  explicit NameLookup(std::string host, Resolver resolver = LookUpHost);
  ~NameLookup();
  NameLookup(const NameLookup&) = delete;
  NameLookup& operator=(const NameLookup&) = delete;

  // The addresses, after `patience` at the latest. Known ones are returned at
  // once and, when older than a minute, looked up again behind the caller's
  // back: a resolver that fails does not end a conversation that works.
  Result<Addresses> Get(SteadyTime now, std::chrono::nanoseconds patience);

  // The known addresses did not work: the next Get waits for others.
  void Forget();

  // Ends the waiting, now and later. Any thread.
  void Cancel();

 private:
  struct Outcome;
  void Start();

  const std::string host_;
  const Resolver resolver_;
  const std::shared_ptr<Outcome> outcome_;  // shared with the thread
  SteadyTime started_;
};

}  // namespace pitel
