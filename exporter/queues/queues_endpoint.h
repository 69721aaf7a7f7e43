#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "endpoint/endpoint.h"
#include "queues/queue_monitor.h"
#include "queues/rules.h"

namespace pitel {

// /v3/monitor/callcenter/queue: the callers in the queues of a target.
class QueuesEndpoint final : public Endpoint {
 public:
  // `rules` were validated by the configuration.
  QueuesEndpoint(std::string path, QueueRules rules);

  Operation operation() const override { return Operation::kQueue; }
  std::string_view path() const override { return path_; }
  std::optional<JsonError> Read(ByteSource& body) override;
  EndpointCounts Count(const ResponseInfo& info) override;
  void Commit() noexcept override;
  void Discard() noexcept override;
  // Callers are counted under the names of their queues: if these change,
  // counting starts anew.
  void Continue(Endpoint& before) noexcept override;
  std::vector<Family> InitialCounters() const override { return {}; }
  EndpointSummary InitialSummary() const override;

 private:
  const std::string path_;
  const QueueRules rules_;
  std::unique_ptr<QueueMonitor> monitor_ = std::make_unique<QueueMonitor>();
  // Of the current response.
  std::optional<QueueResponse> response_;
  std::optional<CountedQueueResponse> counted_;
};

}  // namespace pitel
