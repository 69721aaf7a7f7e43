#pragma once

#include <vector>

#include "metric/family.h"
#include "queues/queue_snapshot.h"
#include "queues/queue_totals.h"

namespace pitel {

// Ordered by name; they view the texts of their argument.
std::vector<Family> QueueGauges(const QueueSnapshot& snapshot);
std::vector<Family> QueueCounters(const QueueTotals& totals);

}  // namespace pitel
