#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "fetch/failure.h"
#include "json/byte_source.h"
#include "json/reader.h"
#include "metric/family.h"

namespace pitel {

// A successful response, apart from its body.
struct ResponseInfo {
  Moment sent;              // when its request was sent
  std::uint64_t bytes = 0;  // of the body, decoded
  // The Date header minus our clock, in seconds.
  std::optional<double> clock_skew;
  // The label of the target's tenant, if its last successful monitor response
  // showed exactly one; else empty. For endpoints whose rows state none.
  std::string_view only_tenant;
};

// What the landing page and the log show of a successful response.
struct EndpointSummary {
  struct Fact {
    // A constant such as "active_calls"; no other endpoint uses it.
    std::string_view name;
    std::uint64_t value = 0;
    bool operator==(const Fact&) const = default;
  };
  std::vector<Fact> facts;  // the same names each time
  // What an operator should fix; a constant, empty if there is nothing.
  std::string_view warning;

  bool operator==(const EndpointSummary&) const = default;
};

// A counted response. The families view the endpoint that counted it, until its
// next Read or Commit.
struct EndpointCounts {
  std::vector<Family> gauges;    // of this response
  std::vector<Family> counters;  // since the start, with this response
  EndpointSummary summary;
};

// One endpoint of the API of one target: interprets successive responses. No
// clock, no thread, no socket. Used by one thread at a time.
//
// Each successful response goes through Read, Count and Commit. A response that
// fails after Read has begun is discarded: nothing of it has counted.
class Endpoint {
 public:
  virtual ~Endpoint() = default;

  virtual Operation operation() const = 0;
  // Path and query, below the URL of the host.
  virtual std::string_view path() const = 0;

  // Reads a body as it arrives.
  virtual std::optional<JsonError> Read(ByteSource& body) = 0;
  // Counts what was read last. Changes nothing that is known, even if memory
  // runs out.
  virtual EndpointCounts Count(const ResponseInfo& info) = 0;
  // Makes what was counted known.
  virtual void Commit() noexcept = 0;
  // Frees what was read or counted and not committed.
  virtual void Discard() noexcept = 0;

  // Goes on from what `before` knows: an endpoint of the same kind and target
  // with other rules, which is not used any more.
  virtual void Continue(Endpoint& before) noexcept = 0;

  // The counters that exist before the first response.
  virtual std::vector<Family> InitialCounters() const = 0;
  // The summary before the first response: the names of the facts.
  virtual EndpointSummary InitialSummary() const = 0;
};

}  // namespace pitel
