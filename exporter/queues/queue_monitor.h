#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "endpoint/folding.h"
#include "endpoint/keyed_hash.h"
#include "json/byte_source.h"
#include "json/reader.h"
#include "queues/queue_response.h"
#include "queues/queue_snapshot.h"
#include "queues/queue_tracker.h"
#include "queues/rules.h"

namespace pitel {

// What is known about the queues of a target so far. A value type.
struct QueueHistory {
  Folding folding;
  QueueTracker tracker;
};

// A response that was counted but not committed yet.
struct CountedQueueResponse {
  QueueSnapshot snapshot;
  QueueHistory next;
};

// Interprets the successive responses of one target's queues. What is known is
// state; the rules are arguments, and may differ for each response. Used by
// one thread at a time.
class QueueMonitor {
 public:
  QueueMonitor() = default;
  QueueMonitor(const QueueMonitor&) = delete;
  QueueMonitor& operator=(const QueueMonitor&) = delete;

  Result<QueueResponse, JsonError> Read(const QueueRules& rules,
                                        ByteSource& body) const;

  // Counts a successful response. The rows state no tenant: all belong to
  // `tenant`, or to `unknown` if it is empty. A caller stays counted under the
  // labels it was first seen with. If the filter excludes the tenant, nothing
  // counts, and the next response that counts is like the first. Changes
  // nothing that is known, even if memory runs out.
  CountedQueueResponse Count(const QueueRules& rules, QueueResponse response,
                             std::string_view tenant,
                             const QueueMoment& now) const;
  // Applies the result of Count, which must follow from what is known now.
  void Commit(CountedQueueResponse counted) noexcept;

  const QueueHistory& history() const { return history_; }

 private:
  const KeyedHash hash_;
  QueueHistory history_;
};

}  // namespace pitel
