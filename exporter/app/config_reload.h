#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "app/reload_part.h"
#include "app/target_set.h"
#include "base/log.h"
#include "base/published.h"
#include "config/config.h"
#include "config/shard.h"

namespace pitel {

// The configuration of the targets, as a part of a reload. Tested in
// reload_test.py.
class ConfigReload final : public ReloadPart {
 public:
  // After `targets` have changed; `polls` is the most that may be under way.
  using Follow = std::function<void(std::size_t polls)>;

  // The references outlive this. `shown` is what `/config` shows.
  ConfigReload(std::filesystem::path file, const Shard& shard,
               TargetSet& targets, Published<std::string>& shown, Follow follow,
               Log& log)
      : file_(std::move(file)),
        shard_(shard),
        targets_(targets),
        shown_(shown),
        follow_(std::move(follow)),
        log_(log) {}

  ConfigProblems Read() override;
  ConfigProblems Apply() override;
  void Discard() noexcept override;

 private:
  struct Candidate {
    Config config;
    TargetSet::Changes changes;
    std::string shown;
  };

  const std::filesystem::path file_;
  const Shard shard_;
  TargetSet& targets_;
  Published<std::string>& shown_;
  const Follow follow_;
  Log& log_;
  std::optional<Candidate> candidate_;
};

}  // namespace pitel
