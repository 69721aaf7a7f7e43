#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "app/watched.h"
#include "base/clock.h"

namespace pitel {

// Runs polls, each when it is due, on as many threads as polls are under way: a
// poll that hangs delays no other, and thousands of targets need few threads.
//
// A thread and a connection per target would be too expensive: 3,000 targets
// took 3,007 threads, 9,015 descriptors and 443 MiB
// (tests/benchmark/README.md).
class PollThreads final : public Watched {
 public:
  struct Limits {
    // Polls under way at once. Further ones wait.
    std::size_t polls = 1024;
    // The same for one host, so that a host that does not respond leaves
    // threads to the others. Four such hosts take them all, for as long as a
    // timeout.
    std::size_t polls_of_host = 256;
  };
  // Polls. `began` is when the poll was due and could have begun, had the limit
  // of its host not made it wait. Returns when to call it again;
  // SteadyTime::max() for never. Throws nothing.
  using PollFunction = std::function<SteadyTime(const Moment& began)>;

  // `clock` outlives this.
  PollThreads(const Limits& limits, const Clock& clock)
      : limits_(limits), clock_(clock) {}
  // Waits for the polls that are under way, even if one hangs.
  ~PollThreads() override;
  PollThreads(const PollThreads&) = delete;
  PollThreads& operator=(const PollThreads&) = delete;

  using Id = std::uint64_t;
  // Calls `poll` for the first time at `first`. Any thread.
  Id Add(const std::string& host, SteadyTime first, PollFunction poll);
  // Calls each of these polls as soon as possible, to learn when it is due
  // next: once it is no longer under way, and whether its last host has a free
  // place or not. From then on, it counts for the given host. Any thread.
  void Move(const std::map<Id, std::string>& hosts);
  // Throws if no thread can be started. If others cannot be started later,
  // polls are late, and Check tries again.
  void Start();
  // Begins no further poll. Any thread.
  void Stop();

  std::string_view Name() const override { return "the threads of polls"; }
  std::string_view Doing() const override { return "starting a thread"; }
  // How long a poll has been due while no thread waits for it.
  std::chrono::nanoseconds Overdue() const override;
  void Check(SteadyTime awake_since) override;

 private:
  struct Host;
  using Hosts = std::map<std::string, Host>;
  struct Turn {
    Id id;
    Hosts::iterator host;
    PollFunction poll;
    Moment began;
  };
  // By when they are due. Turns move as nodes, which allocates no memory.
  using Turns = std::multimap<SteadyTime, Turn>;
  struct Host {
    std::size_t turns = 0;  // all of them, and those that are to move here
    std::size_t polls = 0;  // under way
    Turns waiting;          // due, but beyond the limit
  };

  void Work();
  // The next poll that may begin now; empty if there is none.
  Turns::node_type Take();
  void Run(Turns::node_type turn, std::unique_lock<std::mutex>& lock);
  // Puts a turn back that was under way, or drops it if it has ended.
  void PutBack(Turns::node_type turn, std::unique_lock<std::mutex>& lock);
  // Moves a turn that is to move, and makes it due.
  void MoveNow(Turns::node_type turn);
  // Counts one turn fewer for this host.
  void Leave(Hosts::iterator host);
  // Makes sure that some thread waits for the next poll.
  void FindLeader();
  // Waits for something to do; false if there are enough threads without this.
  bool Wait(std::unique_lock<std::mutex>& lock);

  const Limits limits_;
  const Clock& clock_;

  mutable std::mutex mutex_;  // guards these
  Hosts hosts_;
  Turns due_;
  std::set<Id> ids_;                      // of all turns
  std::map<Id, Hosts::iterator> moving_;  // those to move, and where
  Id last_id_ = 0;
  std::size_t polls_ = 0;    // under way
  std::size_t threads_ = 0;  // running
  // One idle thread, the leader, waits until the next poll is due; the others
  // wait for work.
  bool has_leader_ = false;
  std::size_t followers_ = 0;
  bool stopped_ = false;
  std::condition_variable next_changed_;  // for the leader
  std::condition_variable has_work_;      // for its followers
  std::condition_variable ended_;         // for the destructor
};

}  // namespace pitel
