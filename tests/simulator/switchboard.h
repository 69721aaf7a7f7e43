#pragma once

#include <cstdint>
#include <vector>

#include "simulator/board.h"
#include "simulator/directory.h"
#include "simulator/random.h"
#include "simulator/truth.h"

namespace pitel::simulation {

// A live call, in the slot that events refer to.
struct Call {
  TrueCall truth;
  bool live = false;
  std::uint32_t generation = 0;  // grows whenever a call leaves the slot
  Phase phase = Phase::kWaiting;
  std::uint32_t from = 0;  // see Leg
  std::uint32_t to = 0;
  Numbers numbers = Numbers::kBoth;
  std::uint64_t call_id = 0;    // of the leg that talks, or that rang last
  std::uint32_t queue = kNone;  // of its tenant's
  std::uint64_t member = 0;     // the key of the call_uuid in that queue
  Time joined = kNever;         // the queue; see QueueMember
  Time abandoned = kNever;      // before it rejoined
  Time rejoined = kNever;
  std::uint32_t next_member = 0;     // of that queue, to be offered the call
  std::uint32_t handler = kNone;     // the leg that talks
  std::uint32_t transferee = kNone;  // the leg that is to take over
  std::uint32_t listener = kNone;    // the leg of a supervisor
  std::vector<std::uint32_t> legs;
};

// Connects calls to phones: keeps the board, the idle phones and the truth
// consistent. The World decides what happens when.
class Switchboard {
 public:
  Switchboard(const Directory& directory, const Parameters& parameters);

  const Board& board() const { return board_; }
  const Truth& truth() const { return truth_; }
  const std::vector<Call>& calls() const { return calls_; }
  Call& At(std::uint32_t call) { return calls_[call]; }

  // Adds a call that rings nowhere yet and returns its slot. Invalidates
  // references to calls.
  std::uint32_t Begin(const TrueCall& truth);

  // The caller waits in a queue from now on.
  void Joined(std::uint32_t call) { truth_.Joined(calls_[call].truth); }

  // A call_id key that no leg had before.
  std::uint64_t NewCallId(std::uint32_t call);

  // Adds a row of the call on a phone, which need not be idle. Returns the leg.
  std::uint32_t Connect(std::uint32_t call, std::uint32_t extension,
                        std::uint64_t call_id, LegState state, Time now);
  void Disconnect(std::uint32_t call, std::uint32_t leg);
  void DisconnectAll(std::uint32_t call);

  // The call is answered at the leg; all other legs that rang stop, except in
  // a local call, where they are the other side.
  void Answer(std::uint32_t call, std::uint32_t leg, Time now);

  // The leg of the transfer takes over from the one that talked.
  void TakeOver(std::uint32_t call, Time now);

  // The call is over; its legs vanish, or stay behind as ghosts.
  void End(std::uint32_t call, EndCause cause, Time now);

  // Removes a ghost's row.
  void RemoveGhost(std::uint32_t leg) { Release(leg); }

  void SetServer(std::uint32_t server, bool up) {
    board_.server_is_up[server] = up;
  }

  bool IsIdle(std::uint32_t extension) const;
  // A random idle phone of a tenant; kNone if all are in calls.
  std::uint32_t AnyIdle(std::uint32_t tenant, Random& random) const;

 private:
  void SetOncall(std::uint32_t leg, Time now);
  std::uint32_t NewLeg(std::uint32_t extension);
  void Release(std::uint32_t leg);  // takes the row off the board
  void UpdateIdle(std::uint32_t tenant, std::uint32_t extension);

  const Directory& directory_;
  const Parameters& parameters_;
  Board board_;
  Truth truth_;
  std::vector<Call> calls_;
  std::vector<std::uint32_t> free_calls_;
  std::vector<std::uint32_t> free_legs_;
  std::uint64_t calls_begun_ = 0;

  // Every tenant's stretch holds its extensions, the idle ones first.
  std::vector<std::uint32_t> order_;
  std::vector<std::uint32_t> place_;       // in order_, by extension
  std::vector<std::uint32_t> idle_count_;  // by tenant
};

}  // namespace pitel::simulation
