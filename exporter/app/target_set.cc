#include "app/target_set.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "app/schedule.h"

namespace pitel {

TargetSet::Changes TargetSet::Prepare(
    const std::vector<TargetConfig>& targets) {
  Changes changes;
  std::set<std::string_view> names;
  for (const TargetConfig& config : targets) {
    names.insert(config.name);
    const auto known = targets_.find(config.name);
    if (known == targets_.end()) {
      changes.added.push_back(
          {&config, std::make_shared<Poller>(config, clients_, clock_, log_,
                                             publisher_)});
    } else if (!(known->second.config == config)) {
      changes.changed.push_back(
          {&config, known->second.poller->Prepare(config, clients_)});
    }
  }
  for (const auto& [name, running] : targets_) {
    if (!names.contains(name)) changes.removed.push_back(name);
  }
  return changes;
}

void TargetSet::Apply(Changes changes) {
  std::map<PollThreads::Id, std::string> moved;
  for (const std::string& name : changes.removed) {
    const auto entry = targets_.find(name);
    const Running& running = entry->second;
    running.poller->Stop();
    publisher_.Remove(name);
    // The threads let go of it.
    moved[running.polls] = running.poller->host();
    targets_.erase(entry);
  }
  for (Changes::Changed& changed : changes.changed) {
    const TargetConfig& config = *changed.config;
    Running& running = targets_.find(config.name)->second;
    running.config = config;
    running.poller->Apply(std::move(changed.change));
    moved[running.polls] = config.api.url.Origin();
  }
  threads_.Move(moved);
  Start(changes.added);
  clients_.ForgetUnused();
}

void TargetSet::Start(const std::vector<Changes::Added>& added) {
  const SteadyTime now = clock_.Now().steady;
  for (std::size_t i = 0; i < added.size(); ++i) {
    const TargetConfig& config = *added[i].config;
    const std::shared_ptr<Poller> poller = added[i].poller;
    const SteadyTime first =
        now + FirstPollAfter(config.poll.interval, i, added.size());
    poller->Schedule(first);
    const auto polls = threads_.Add(
        poller->host(), first,
        [poller](const Moment& began) { return poller->Wake(began); });
    targets_.emplace(config.name, Running{config, poller, polls});
  }
}

std::vector<std::shared_ptr<Watched>> TargetSet::watched() const {
  std::vector<std::shared_ptr<Watched>> watched;
  for (const auto& [name, running] : targets_) {
    watched.push_back(running.poller);
  }
  return watched;
}

void TargetSet::Stop() {
  for (const auto& [name, running] : targets_) running.poller->Stop();
}

std::size_t MostPolls(const std::vector<TargetConfig>& targets) {
  std::map<HostOptions, std::size_t> of_host;  // that share connections
  for (const TargetConfig& target : targets) ++of_host[target.api];
  std::size_t polls = 0;
  for (const auto& [host, count] : of_host) {
    polls += std::min(count, PollThreads::Limits().polls_of_host);
  }
  return polls;
}

}  // namespace pitel
