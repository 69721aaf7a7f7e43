#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/shown_target.h"
#include "app/target_metrics.h"
#include "base/clock.h"
#include "config/config.h"
#include "endpoint/endpoint.h"
#include "fetch/api_session.h"
#include "json/byte_source.h"
#include "render/source.h"

namespace pitel {

struct PollTime {
  Moment began;
  std::chrono::nanoseconds duration{};  // until it was counted or had failed
};

// What the exporter knows and shows about one target: successful responses and
// failures go in, a ShownTarget comes out. No clock, no thread, no socket.
//
// The poll's thread calls Request, Read, Count and Discard without a lock,
// since they change nothing that other methods use; Read and Count may take
// long. It alone calls Commit. All other methods may be called by any thread.
// Commit and these are called one at a time. An endpoint is named by its index;
// the first decides whether a poll is successful. The others are further
// endpoints: their failures change nothing of what the first shows.
class Target {
 public:
  // A successful response, counted and rendered.
  struct Counted {
    SharedSource gauges;
    SharedSource counters;
    EndpointSummary summary;
    Moment sent;
    std::string only_tenant;  // of the first endpoint: see only_tenant.h
  };

  explicit Target(const TargetConfig& config);
  // Goes on from what `before` knows and shows: the same target, with another
  // configuration, which is not used any more. `keeps_token`: whether the token
  // stays in use. Called between polls. May throw; then both are as they were.
  void Continue(Target& before, bool keeps_token);
  Target(const Target&) = delete;
  Target& operator=(const Target&) = delete;

  std::size_t endpoint_count() const { return endpoints_.size(); }
  // The path lives as long as the target.
  ApiRequest Request(std::size_t endpoint) const;

  // Reads a body as it arrives.
  std::optional<JsonError> Read(std::size_t endpoint, ByteSource& body);
  // Counts and renders what was read last, but changes nothing that is known:
  // if memory runs out, nothing of the response has counted.
  Counted Count(std::size_t endpoint, const FetchReport& report);

  // Frees what was read or counted and not committed.
  void Discard(std::size_t endpoint) noexcept;

  // Records the requests of a fetch, whether it succeeded or failed.
  void RecordRequests(const FetchReport& report) noexcept;
  // Applies what was read and counted last.
  void Commit(std::size_t endpoint, Counted counted) noexcept;
  // Call exactly one of these for each poll, after Commit of the first
  // endpoint.
  void Succeed(const FetchReport& report, const PollTime& time) noexcept;
  void Fail(const Failure& failure, const PollTime& time) noexcept;
  // Call one of these for each poll and further endpoint, after Commit;
  // NotAsked may be repeated.
  void FurtherSucceeded(std::size_t endpoint) noexcept;
  void FurtherFailed(std::size_t endpoint, const Failure& failure) noexcept;
  void NotAsked(std::size_t endpoint) noexcept;

  ShownTarget Shown() const;
  const TargetOverview& overview() const { return overview_; }

 private:
  const std::string name_;
  const std::chrono::nanoseconds max_age_;
  const std::vector<std::unique_ptr<Endpoint>> endpoints_;
  TargetMetrics metrics_;
  // As of the last successful response of the first endpoint. Belongs to the
  // poll's thread.
  std::string only_tenant_;
  std::vector<ShownEndpoint> shown_;  // of the endpoints
  TargetOverview overview_;
};

}  // namespace pitel
