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

// Joins what the targets show into the pages that are served: when one of them
// has something new or the last successful response of one has come of age, and
// at most four times a second.
class Publisher final : public TargetPageSink, public Watched {
 public:
  // `exporter` gives what the exporter says of itself, at each publishing, on
  // the thread that publishes; `clock` outlives this.
  Publisher(std::function<RenderedSource()> exporter, const Clock& clock);
  ~Publisher() override;
  Publisher(const Publisher&) = delete;
  Publisher& operator=(const Publisher&) = delete;

  // Replaces what a target shows. Any thread.
  void Show(TargetPage page) override;

  // Publishes on a thread of its own until destroyed.
  void Start();
  // Joins and publishes now, on the calling thread. Before Start only.
  void PublishNow();

  // What is to be served at this moment: what is published or, should the
  // publisher be late, pages joined for the caller. Calls that have come of age
  // are never in it. Any thread; never waits for the publisher.
  std::shared_ptr<const Pages> Current() const;
  const Published<Overview>& overview() const { return overview_; }

  std::string_view Name() const override { return "the publisher"; }
  std::string_view Doing() const override { return "joining pages"; }
  std::chrono::nanoseconds Overdue() const override;
  std::chrono::nanoseconds Patience() const override;
  void Check() override {}

 private:
  using TargetPages = std::map<std::string, std::shared_ptr<const TargetPage>>;
  // Until when the pages may be served.
  struct Joined {
    Pages pages;
    SteadyTime fades_at = SteadyTime::max();
  };

  void Run(const std::stop_token& stop);
  // Publishes what is shown, with `lock` released meanwhile; whether there was
  // memory for it.
  bool TryPublish(std::unique_lock<std::mutex>& lock);
  void Publish(const TargetPages& targets);
  Joined Join(const TargetPages& targets, SteadyTime now) const;
  Overview Describe(const TargetPages& targets, SteadyTime now) const;

  const std::function<RenderedSource()> exporter_;
  const Clock& clock_;
  Published<Joined> joined_{Joined{}};
  Published<Overview> overview_{Overview{}};
  // When the publishing under way began; the end of time if none is.
  std::atomic<SteadyTime> began_ = SteadyTime::max();

  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  TargetPages targets_;  // by name; guarded by mutex_
  bool is_new_ = false;  // guarded by mutex_
  std::jthread thread_;
};

}  // namespace pitel
