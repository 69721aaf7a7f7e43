#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/result.h"
#include "endpoint/keyed_hash.h"
#include "json/byte_source.h"
#include "json/reader.h"
#include "queues/queue_row.h"
#include "queues/rules.h"

namespace pitel {

// A response with more rows is refused as too_large. That bounds memory: up to
// 75 bytes per row while it is read, 45 more for one without call_uuid, and 250
// for each queue with a UUID, or more with a longer label. Counting takes
// another 130 per row and 150 per known caller.
inline constexpr std::size_t kMostQueueRows = 1'000'000;

// One successful response of /v3/monitor/callcenter/queue.
struct QueueResponse {
  // One per caller and queue, by QueueRow::caller; those without one come
  // first.
  std::vector<QueueRow> rows;
  // Label values of the queues, in the order in which they first occur.
  std::vector<std::string> queues;
};

// Reads a response as it arrives. The fields of agents and of telephones are
// skipped, and call_uuid is hashed. A row that is not an object is skipped. The
// listing has no `total`, so `"data": null` is an empty list.
//
// Of several rows of one caller, the one that joined last counts; of these, the
// one furthest along. A row without call_uuid is identified by its queue, its
// joined_time and its place among those that share both.
Result<QueueResponse, JsonError> ReadQueueResponse(ByteSource& body,
                                                   const QueueRules& rules,
                                                   const KeyedHash& hash);

}  // namespace pitel
