// Tested in load_config_test.cc, bad_configs_test.cc and
// effective_config_test.cc.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "config/config.h"
#include "config/key_table.h"
#include "config/poll_times.h"
#include "config/target_table.h"

namespace pitel {

// The values of a file besides its targets, which apply to every target.
struct FileValues {
  GivenTimes poll;
  std::vector<YamlEntry> target_files;  // texts, each at its position
  CallRules calls;  // except interval, grace and timezone, which are per target
  std::optional<std::chrono::nanoseconds> grace;
  QueueOptions queues;  // a target may override them
};

// The top of the file. Its sections are read with the tables below, and
// `targets` with TargetTable.
KeyTable FileTable(FileValues& file);
KeyTable PollTable(GivenTimes& poll);
KeyTable CallsTable(FileValues& file);
KeyTable LimitsTable(FileValues& file);
KeyTable TenantsTable(TenantFilter& tenants);

// Every table of the configuration.
std::vector<KeyTable> EveryTable(FileValues& file, TargetValues& target);

// Reads a mapping and reports keys that are not in its table, with a suggestion
// where possible.
MappingReader ReadMapping(const YamlValue& mapping, const KeyTable& table,
                          ProblemList& problems);

}  // namespace pitel
