#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/poll_threads.h"
#include "app/poller.h"
#include "app/publisher.h"
#include "app/watched.h"
#include "base/clock.h"
#include "base/log.h"
#include "config/config.h"
#include "fetch/http_clients.h"

namespace pitel {

// The targets that are polled. One thread at a time: at startup the main
// thread, then the reloader's.
class TargetSet {
 public:
  // All of them outlive this and `threads`; the threads call the pollers.
  TargetSet(HttpClients& clients, const Clock& clock, Log& log,
            Publisher& publisher, PollThreads& threads)
      : clients_(clients),
        clock_(clock),
        log_(log),
        publisher_(publisher),
        threads_(threads) {}
  TargetSet(const TargetSet&) = delete;
  TargetSet& operator=(const TargetSet&) = delete;

  // What another configuration changes, made ready.
  struct Changes {
    struct Added {
      const TargetConfig* config;
      std::shared_ptr<Poller> poller;
    };
    struct Changed {
      const TargetConfig* config;
      std::shared_ptr<Poller::Change> change;
    };
    std::vector<Added> added;
    std::vector<Changed> changed;
    std::vector<std::string> removed;
  };
  // Changes nothing. Throws if a target cannot be made ready. `targets` outlive
  // the result.
  Changes Prepare(const std::vector<TargetConfig>& targets);

  // Puts the changes into force. A target that is not among them is not touched
  // at all. A changed one keeps what is known about it; if it is being polled,
  // it changes after that. A new one is polled as after a start. One that is
  // removed vanishes; its poll, if any, is cancelled, and nobody waits for it.
  // If memory runs out, throws; the next reload makes the changes that lack.
  void Apply(Changes changes);

  // For a watchdog.
  std::vector<std::shared_ptr<Watched>> watched() const;
  std::size_t size() const { return targets_.size(); }

  // Ends the polls.
  void Stop();

 private:
  struct Running {
    TargetConfig config;
    std::shared_ptr<Poller> poller;
    PollThreads::Id polls;
  };

  void Start(const std::vector<Changes::Added>& added);

  HttpClients& clients_;
  const Clock& clock_;
  Log& log_;
  Publisher& publisher_;
  PollThreads& threads_;
  std::map<std::string, Running> targets_;  // by name
};

// How many polls of these targets may have a connection at once.
std::size_t MostPolls(const std::vector<TargetConfig>& targets);

}  // namespace pitel
