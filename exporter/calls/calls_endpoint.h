#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calls/call_monitor.h"
#include "calls/rules.h"
#include "endpoint/endpoint.h"

namespace pitel {

// /v3/monitor: the calls of a target.
class CallsEndpoint final : public Endpoint {
 public:
  // `rules` were validated by the configuration.
  CallsEndpoint(std::string path, const CallRules& rules);

  Operation operation() const override { return Operation::kMonitor; }
  std::string_view path() const override { return path_; }
  std::optional<JsonError> Read(ByteSource& body) override;
  EndpointCounts Count(const ResponseInfo& info) override;
  void Commit() noexcept override;
  void Discard() noexcept override;
  void Continue(Endpoint& before) noexcept override;
  std::vector<Family> InitialCounters() const override;
  EndpointSummary InitialSummary() const override;

 private:
  const std::string path_;
  const CallRules rules_;
  std::unique_ptr<CallMonitor> monitor_ = std::make_unique<CallMonitor>();
  // Of the current response.
  std::optional<MonitorResponse> response_;
  std::optional<CountedResponse> counted_;
};

}  // namespace pitel
