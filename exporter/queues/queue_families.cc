#include "queues/queue_families.h"

#include <utility>

#include "base/clock.h"

namespace pitel {
namespace {

constexpr FamilyHeader kAbandoned =
    Counter("pitel_queue_abandoned_total",
            "Callers who gave up waiting in a queue.", {"tenant", "queue"});
constexpr FamilyHeader kAnswered = Counter(
    "pitel_queue_answered_total",
    "Callers of a queue who were answered by an agent.", {"tenant", "queue"});
constexpr FamilyHeader kJoined =
    Counter("pitel_queue_joined_total",
            "Callers who joined a queue; each counts once, even if it rejoins.",
            {"tenant", "queue"});
constexpr FamilyHeader kLost = Counter(
    "pitel_queue_lost_total",
    "Callers whose outcome is unknown: they disappeared from a queue while "
    "they waited.",
    {"tenant", "queue"});
constexpr FamilyHeader kOldestWait = Gauge(
    "pitel_queue_oldest_wait_seconds",
    "How long the longest-waiting caller of a queue had waited at the last "
    "successful poll; 0 if nobody waits.",
    {"tenant", "queue"});
constexpr FamilyHeader kWaits = Histogram(
    "pitel_queue_wait_seconds",
    "Time that callers waited in a queue until they were answered or gave up, "
    "as the API states it.",
    {"tenant", "queue", "outcome"});
constexpr FamilyHeader kWaiting = Gauge(
    "pitel_queue_waiting_callers",
    "Callers waiting in a queue, even if no phone rings for them. Those for "
    "whom a phone rings are also in pitel_ringing_callers: do not add the two.",
    {"tenant", "queue"});

Family CountsOf(const QueueTotals& totals, const FamilyHeader& header,
                std::uint64_t QueueCounts::*count) {
  Family family(header);
  for (const auto& [labels, id] : totals.ids()) {
    family.Add({labels.first, labels.second},
               static_cast<double>(totals[id].*count));
  }
  return family;
}

}  // namespace

std::vector<Family> QueueGauges(const QueueSnapshot& snapshot) {
  Family oldest(kOldestWait);
  Family waiting(kWaiting);
  for (const auto& [labels, callers, oldest_wait] : snapshot.queues) {
    oldest.Add({labels.tenant, labels.part}, Seconds(oldest_wait));
    waiting.Add({labels.tenant, labels.part}, static_cast<double>(callers));
  }
  std::vector<Family> families;
  families.push_back(std::move(oldest));
  families.push_back(std::move(waiting));
  return families;
}

std::vector<Family> QueueCounters(const QueueTotals& totals) {
  Family waits(kWaits);
  for (const auto& [labels, id] : totals.ids()) {
    const auto& [tenant, queue] = labels;
    waits.Add({tenant, queue, "abandoned"}, totals[id].abandoned_wait);
    waits.Add({tenant, queue, "answered"}, totals[id].answered_wait);
  }
  std::vector<Family> families;
  families.push_back(CountsOf(totals, kAbandoned, &QueueCounts::abandoned));
  families.push_back(CountsOf(totals, kAnswered, &QueueCounts::answered));
  families.push_back(CountsOf(totals, kJoined, &QueueCounts::joined));
  families.push_back(CountsOf(totals, kLost, &QueueCounts::lost));
  families.push_back(std::move(waits));
  return families;
}

}  // namespace pitel
