#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

#include "app/target_page.h"
#include "base/clock.h"
#include "base/published.h"
#include "render/pages.h"
#include "serve/overview.h"

namespace pitel {

// Joins what the targets show into the pages that are served: when one of them
// has something new or the last good answer of one has come of age, and at most
// four times a second.
class Publisher final : public TargetPageSink {
 public:
  // `exporter` is what the exporter says of itself; `clock` outlives this.
  Publisher(RenderedSource exporter, const Clock& clock);
  ~Publisher() override;
  Publisher(const Publisher&) = delete;
  Publisher& operator=(const Publisher&) = delete;

  // Replaces what a target shows. Any thread.
  void Show(TargetPage page) override;

  // Publishes on a thread of its own until destroyed.
  void Start();
  // Joins and publishes now, on the calling thread.
  void PublishNow();

  const Published<Pages>& pages() const { return pages_; }
  const Published<Overview>& overview() const { return overview_; }

 private:
  using TargetPages = std::map<std::string, std::shared_ptr<const TargetPage>>;

  void Run(const std::stop_token& stop);
  // Gives back when the next target that still shows its calls stops doing so.
  SteadyTime Publish(const TargetPages& targets);

  const RenderedSource exporter_;
  const Clock& clock_;
  Published<Pages> pages_{Pages{}};
  Published<Overview> overview_{Overview{}};

  std::mutex mutex_;
  std::condition_variable_any changed_;
  TargetPages targets_;  // by name; guarded by mutex_
  bool is_new_ = false;  // guarded by mutex_
  std::jthread thread_;
};

}  // namespace pitel
