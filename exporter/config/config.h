// The configuration as plain values: parsed, checked, every default filled in.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "calls/rules.h"
#include "config/problem_list.h"
#include "fetch/api_options.h"
#include "queues/rules.h"

namespace pitel {

struct PollTimes {
  std::chrono::nanoseconds interval = std::chrono::seconds(10);
  std::chrono::nanoseconds timeout = std::chrono::seconds(8);
  std::chrono::nanoseconds max_age = std::chrono::seconds(30);

  bool operator==(const PollTimes&) const = default;
};

// The callers in the queues of a target: optional, since not every host has
// queues.
struct QueueOptions {
  bool enabled = false;
  std::string path = "/v3/monitor/callcenter/queue?";
  QueueNaming naming;
  std::size_t most_queues = 500;

  bool operator==(const QueueOptions&) const = default;
};

struct TargetConfig {
  std::string name;  // the label `target`
  PollTimes poll;
  ApiOptions api;
  bool allow_plain_http = false;
  CallRules calls;
  QueueOptions queues;

  bool operator==(const TargetConfig&) const = default;
};

struct Config {
  std::vector<TargetConfig> targets;  // by name
  ConfigProblems warnings;            // what is valid but probably a mistake

  bool operator==(const Config&) const = default;
};

}  // namespace pitel
