#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

#include "app/target_page.h"
#include "app/watched.h"
#include "base/clock.h"
#include "base/published.h"
#include "render/pages.h"
#include "serve/overview.h"

namespace pitel {

// Joins the targets' pages into the pages to serve whenever a target has a new
// page or the call gauges of one expire, but at most four times a second.
class Publisher final : public TargetPageSink, public Watched {
 public:
  // `exporter` returns the metrics about the exporter itself; it is called each
  // time that pages are joined, on the thread that joins them. `clock` outlives
  // this.
  Publisher(std::function<RenderedSource()> exporter, const Clock& clock);
  ~Publisher() override;
  Publisher(const Publisher&) = delete;
  Publisher& operator=(const Publisher&) = delete;

  // Replaces what a target shows. Any thread.
  void Show(TargetPage page) override;

  // Publishes on its own thread until destroyed.
  void Start();
  // Joins and publishes now, on the calling thread. Only before Start.
  void PublishNow();

  // The pages to serve now: the published ones or, if the publisher is late,
  // pages joined for the caller. They never contain expired call gauges. Any
  // thread; never waits for the publisher.
  std::shared_ptr<const Pages> Current() const;
  const Published<Overview>& overview() const { return overview_; }

  std::string_view Name() const override { return "the publisher"; }
  std::string_view Doing() const override { return "joining pages"; }
  std::chrono::nanoseconds Overdue() const override;
  std::chrono::nanoseconds Patience() const override;

 private:
  using TargetPages = std::map<std::string, std::shared_ptr<const TargetPage>>;
  // Pages, and the time until which they may be served.
  struct Joined {
    Pages pages;
    SteadyTime fades_at = SteadyTime::max();
  };

  void Run(const std::stop_token& stop);
  // Publishes the targets' pages and releases `lock` in the meantime. If that
  // fails, is_new_ is true again.
  void TryPublish(std::unique_lock<std::mutex>& lock);
  void Publish(const TargetPages& targets);
  Joined Join(const TargetPages& targets, SteadyTime now) const;
  Overview Describe(const TargetPages& targets) const;

  const std::function<RenderedSource()> exporter_;
  const Clock& clock_;
  Published<Joined> joined_{Joined{}};
  Published<Overview> overview_{Overview{}};
  // Since when the published pages have been out of date; SteadyTime::max() if
  // they are not.
  std::atomic<SteadyTime> behind_since_ = SteadyTime::max();

  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  TargetPages targets_;  // by name; guarded by mutex_
  bool is_new_ = false;  // guarded by mutex_
  std::jthread thread_;
};

}  // namespace pitel
