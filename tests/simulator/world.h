#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "simulator/agenda.h"
#include "simulator/board.h"
#include "simulator/directory.h"
#include "simulator/parameters.h"
#include "simulator/queue_rows.h"
#include "simulator/random.h"
#include "simulator/switchboard.h"
#include "simulator/truth.h"

namespace pitel::simulation {

// A simulated Pitel platform: phones that ring, people who talk, PBX servers
// that crash. Equal parameters, and equal conditions set at equal times, give
// equal worlds, whatever the steps in which time advances. Reads no clock and
// is not thread-safe. README.md describes the model.
class World {
 public:
  explicit World(const Parameters& parameters);
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  // Advances to `time`, included; an earlier time than the last one changes
  // nothing.
  void AdvanceTo(Time time);
  Time now() const { return now_; }

  const Parameters& parameters() const { return parameters_; }
  const Directory& directory() const { return directory_; }
  const Board& board() const { return switchboard_.board(); }
  const Truth& truth() const { return switchboard_.truth(); }

  // Every call that is not over, in no order.
  std::vector<LiveCall> LiveCalls() const;
  // Callers that the queues list, in no order.
  std::vector<QueueMember> QueueMembers() const;
  // Rows left behind by crashes.
  std::uint64_t GhostRows() const;

  // From now on, `callers` more callers ring at a tenant, each on `phones` of
  // its phones, busy or not. Nobody answers, and all give up after `duration`.
  void StartBacklog(std::uint32_t tenant, std::uint32_t callers,
                    std::uint32_t phones, Duration duration);

  // For `duration`, few people call: a holiday, whatever the day of the week.
  void StartHoliday(Duration duration);

  // For `duration`, no phone of the tenant takes inbound calls: its callers
  // wait in queues or find the phones busy.
  void MakeBusy(std::uint32_t tenant, Duration duration);

  // A PBX server crashes: its calls are over, their rows stay for half of
  // `ghosts_longest` to all of it, and nothing is handled there for `outage`.
  // Returns how many rows became ghosts.
  std::uint64_t CrashServer(std::uint32_t server, Duration outage,
                            Duration ghosts_longest);

 private:
  // A caller who has left a queue.
  struct Abandoned {
    QueueMember member;
    std::uint32_t number = 0;  // counts them
  };

  void Happen(const Event& event);
  void HappenToCall(const Event& event);

  // How calls come about (world.cc).
  void PlanArrival(std::uint32_t tenant);
  void Arrive(std::uint32_t tenant);
  std::optional<std::uint32_t> Begin(std::uint32_t tenant, Direction direction);
  void CallIn(std::uint32_t tenant, std::optional<std::uint32_t> customer);
  void CallOut(std::uint32_t tenant);
  void CallLocally(std::uint32_t tenant);

  // The course of calls (course.cc).
  void RingOne(std::uint32_t call, std::uint32_t extension);
  void RingGroup(std::uint32_t call, const Group& group);
  void EnterQueue(std::uint32_t call, std::uint32_t queue);
  void Offer(std::uint32_t call);
  void PlanOutcome(std::uint32_t call, double answered);
  void Answer(std::uint32_t call);
  void GiveUp(std::uint32_t call);
  void Transfer(std::uint32_t call);
  void Listen(std::uint32_t call);
  void StopListening(std::uint32_t call);

  // Queues (queues.cc).
  QueueMember MemberOf(const Call& call) const;
  bool IsListed(const Abandoned& abandoned) const;
  void LeaveQueue(const Call& call);
  void Rejoin(std::uint32_t tenant, std::uint32_t number);

  // Whether a phone can ring for the call.
  bool Takes(std::uint32_t call, std::uint32_t extension);
  void Plan(Duration delay, EventKind kind, std::uint32_t call);
  Random& RandomOf(std::uint32_t call);

  const Parameters parameters_;
  const Directory directory_;
  Switchboard switchboard_;
  Agenda agenda_;
  // A random stream per tenant, so that changes to one do not affect the
  // others.
  std::vector<Random> random_;
  std::vector<std::uint32_t> outages_;  // so far, by server
  std::vector<Time> busy_until_;        // by tenant
  Time holiday_until_{};
  std::vector<Abandoned> abandoned_;
  std::uint32_t abandoned_so_far_ = 0;
  Time now_;
};

}  // namespace pitel::simulation
