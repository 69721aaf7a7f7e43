#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "app/shown_target.h"
#include "app/watched.h"
#include "base/clock.h"
#include "base/published.h"
#include "render/page.h"
#include "render/source.h"
#include "serve/overview.h"

namespace pitel {

// Replaces the page whenever a target changes or the gauges of one expire, but
// at most four times a second.
class Publisher final : public TargetSink, public Watched {
 public:
  // `exporter` returns the metrics about the exporter itself; it is called for
  // each page to serve, on the thread that publishes it. `clock` outlives this.
  Publisher(std::function<SharedSource()> exporter, const Clock& clock)
      : exporter_(std::move(exporter)), clock_(clock) {}
  Publisher(const Publisher&) = delete;
  Publisher& operator=(const Publisher&) = delete;

  // Replaces what a target shows. Any thread.
  void Show(ShownTarget target) override;
  // The target is not shown any more. Any thread.
  void Remove(const std::string& target);

  // What `exporter` returns has changed. Any thread.
  void Refresh() { Change("", nullptr); }  // a name that no target has

  // Publishes on its own thread until destroyed.
  void Start();
  // Publishes now, on the calling thread. If that fails, nothing is lost. Only
  // before Start.
  void PublishNow();
  // Waits until every change so far is published, but not longer than
  // `patience`. Any thread, after Start.
  void AwaitPublished(std::chrono::nanoseconds patience);

  // The page to serve now: the published one or, if the publisher is late, one
  // made for the caller. It never contains expired gauges. Any thread; never
  // waits for the publisher.
  std::shared_ptr<const Page> Current() const;
  // What the landing page says of the targets. Any thread.
  Overview overview() const;
  // For example "2 of 3 targets up". Any thread.
  std::string Summary() const;
  // Whether every target was polled once. Once true, it stays true. Any
  // thread.
  bool ready() const { return state_.Read()->ready; }

  std::string_view Name() const override { return "the publisher"; }
  std::string_view Doing() const override { return "publishing pages"; }
  std::chrono::nanoseconds Overdue() const override;

 private:
  using SharedTarget = std::shared_ptr<const ShownTarget>;
  // By name; null for a target that was removed.
  using Changes = std::map<std::string, SharedTarget, std::less<>>;
  struct State {
    std::vector<SharedTarget> targets;  // by name
    std::shared_ptr<const Page> page =
        std::make_shared<const Page>(std::vector<SharedSource>());
    SteadyTime fades_at = SteadyTime::max();  // of the page
    bool ready = false;
  };

  void Change(std::string name, SharedTarget target);
  void Run(const std::stop_token& stop);
  // The state after changes, as of `now`.
  State Apply(const State& state, const Changes& changes, SteadyTime now) const;

  const std::function<SharedSource()> exporter_;
  const Clock& clock_;
  Published<State> state_{State{}};
  // Since when the published page has been out of date; SteadyTime::max() if
  // it is not.
  std::atomic<SteadyTime> behind_since_ = SteadyTime::max();

  mutable std::mutex mutex_;  // guards these
  std::condition_variable_any changed_;
  Changes changes_;
  Changes publishing_;
  std::uint64_t made_ = 0;  // changes since the start, of which so many are
  std::uint64_t published_ = 0;
  std::condition_variable_any page_replaced_;
  std::jthread thread_;
};

}  // namespace pitel
