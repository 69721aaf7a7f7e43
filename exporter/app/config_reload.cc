#include "app/config_reload.h"

#include <utility>

#include "app/own_config.h"
#include "config/effective_config.h"

namespace pitel {

ConfigProblems ConfigReload::Read() {
  auto config = LoadOwnConfig(file_, shard_);
  if (!config) return config.error();
  candidate_.emplace().config = *std::move(config);
  candidate_->changes = targets_.Prepare(candidate_->config.targets);
  candidate_->shown = EffectiveConfig(candidate_->config);
  return {};
}

ConfigProblems ConfigReload::Apply() {
  const auto& [config, changes, shown] = *candidate_;
  const std::size_t added = changes.added.size();
  const std::size_t changed = changes.changed.size();
  const std::size_t removed = changes.removed.size();
  targets_.Apply(std::move(candidate_->changes));
  shown_.Publish(std::move(candidate_->shown));
  follow_(MostPolls(config.targets));
  log_.Info("configuration reloaded", {{"targets", targets_.size()},
                                       {"added", added},
                                       {"changed", changed},
                                       {"removed", removed}});
  for (const ConfigProblem& warning : config.warnings) {
    log_.Warn("configuration warning", {{"detail", warning.Text()}});
  }
  return {};
}

void ConfigReload::Discard() noexcept { candidate_.reset(); }

}  // namespace pitel
