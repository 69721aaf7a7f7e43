// What really happened, as the PBX would count it: one call per caller, however
// many phones rang and however many rows and call_ids it had.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "simulator/types.h"

namespace pitel::simulation {

enum class EndCause : std::uint8_t {
  kLive,    // it is still there
  kHungUp,  // answered, and then one side hung up
  kGaveUp,  // the caller, or the PBX for the caller, gave up unanswered
  kBusy,    // no phone was free, and none ever rang
  kCrash,   // the PBX crashed; what its rows show is a ghost
};

struct TrueCall {
  std::uint64_t id = 0;      // unique in the world
  std::uint32_t tenant = 0;  // index in Directory::tenants()
  std::uint32_t server = 0;
  Direction direction = Direction::kInbound;
  EndCause cause = EndCause::kLive;
  bool injected = false;  // part of an injected backlog
  bool transferred = false;
  bool listened_to = false;
  bool anonymous = false;          // no row shows the customer's number
  std::uint32_t customer = kNone;  // whose number rows show; none if local
  std::uint16_t rows = 0;          // it ever had, on any phone
  std::uint16_t call_ids = 0;      // they had
  std::uint32_t queue = kNone;     // that the caller waited in, of the tenant's
  bool rejoined = false;           // after having left it
  Time arrival = kNever;  // the caller reached the PBX, or the agent dialled
  Time start = kNever;    // the first phone rang: the first row
  Time answer = kNever;
  Time end = kNever;

  bool operator==(const TrueCall&) const = default;
};

// A call that is not over.
enum class Phase : std::uint8_t {
  kWaiting,  // in a queue, while no phone rings for it: no row
  kRinging,
  kTalking,
};

struct LiveCall {
  TrueCall call;
  Phase phase = Phase::kWaiting;
};

// Since the world began. A crash ends calls that were answered, and leaves the
// others unanswered.
struct Counts {
  std::uint64_t started = 0;  // a phone rang
  std::uint64_t answered = 0;
  std::uint64_t unanswered = 0;  // started, and over without an answer
  std::uint64_t ended = 0;       // answered, and over
  std::uint64_t unseen = 0;      // over before any phone rang

  bool operator==(const Counts&) const = default;
};

// The callers of a queue, each once: those who rejoin are not counted again.
struct QueueTruth {
  std::uint64_t joined = 0;
  std::uint64_t answered = 0;
  std::uint64_t abandoned = 0;  // or cut off by a crash

  bool operator==(const QueueTruth&) const = default;
};

class Truth {
 public:
  Truth(std::size_t tenants, bool keep_finished_calls);

  const Counts& Of(std::uint32_t tenant, Direction direction) const;
  Counts Total(Direction direction) const;
  QueueTruth OfQueue(std::uint32_t tenant, std::uint32_t queue) const;

  // In the order of their ends; empty unless they are kept.
  const std::vector<TrueCall>& finished() const { return finished_; }

  // For the switchboard, at the moment they happen.
  void Joined(const TrueCall& call);  // a queue
  void Started(const TrueCall& call);
  void Answered(const TrueCall& call);
  void Finished(const TrueCall& call);

 private:
  Counts& Of(const TrueCall& call);
  // Null unless the call counts in a queue.
  QueueTruth* QueueOf(const TrueCall& call);

  bool keep_finished_calls_;
  std::vector<std::array<Counts, 3>> counts_;  // by tenant and direction
  std::map<std::pair<std::uint32_t, std::uint32_t>, QueueTruth> queues_;
  std::vector<TrueCall> finished_;
};

}  // namespace pitel::simulation
