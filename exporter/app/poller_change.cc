// How a poller is stopped, and gets another configuration. Tested in
// poller_test.cc.
#include <exception>
#include <utility>

#include "app/poller.h"

namespace pitel {

struct Poller::Change {
  std::shared_ptr<const Settings> settings;
  std::unique_ptr<Target> target;
  std::vector<EndpointPause> pauses;  // by endpoint
};

void Poller::Stop() {
  stopped_ = true;  // first: a poll that is cancelled is no outage
  const std::lock_guard lock(mutex_);
  change_.reset();
  session()->Cancel();
}

std::shared_ptr<Poller::Change> Poller::Prepare(const TargetConfig& config,
                                                HttpClients& clients) {
  std::unique_lock lock(mutex_);
  const auto latest = change_ ? change_->settings : settings_.Read();
  lock.unlock();
  auto session = latest->session;
  if (!(config.api == latest->config.api)) {
    session = std::make_shared<ApiSession>(config.name, config.api, clients,
                                           clock_, common_log_);
  }
  auto target = std::make_unique<Target>(config);
  std::vector<EndpointPause> pauses(target->endpoint_count());
  return std::make_shared<Change>(Change{
      std::make_shared<const Settings>(Settings{config, std::move(session)}),
      std::move(target), std::move(pauses)});
}

void Poller::Apply(std::shared_ptr<Change> change) {
  const std::lock_guard lock(mutex_);
  change_ = std::move(change);
  if (!awake_) ApplyChange();
}

void Poller::ApplyChange() try {
  if (!change_ || stopped_) return;
  const bool keeps_session =
      change_->settings->session == settings_.Read()->session;
  change_->target->Continue(*target_, keeps_session);
  // From here on, nothing throws.
  target_ = std::move(change_->target);
  pauses_ = std::move(change_->pauses);
  const SteadyTime now = clock_.Now().steady;
  if (!keeps_session) schedule_->EndWait(now);
  schedule_->ChangeInterval(change_->settings->config.poll.interval, now);
  settings_.Publish(std::move(change_->settings));
  change_.reset();
  if (!awake_) due_ = schedule_->due();
  Show();
} catch (const std::exception&) {
  // Out of memory: the next call of Wake tries again.
}

}  // namespace pitel
