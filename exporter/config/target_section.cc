#include "config/target_section.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "config/api_section.h"
#include "endpoint/timestamp.h"

namespace pitel {
namespace {

using Kind = YamlValue::Kind;

std::optional<Error> CheckName(const std::string& name) {
  if (name == SafeLabelValue(name)) return std::nullopt;
  return Error{"must be at most 128 bytes of UTF-8 without control characters"};
}

std::optional<Error> CheckTimeZone(const std::string& text) {
  const auto zone = TimeZone::Parse(text);
  if (zone) return std::nullopt;
  return Error{"(" + Quoted(text) + ") " + zone.error().message};
}

void RequireKey(const MappingReader& target, std::string_view key,
                std::string_view reason) {
  if (target.Has(key)) return;
  target.problems().Add(
      target.PositionOf(key),
      "the target has no `" + std::string(key) + "`: " + std::string(reason));
}

CallRules RulesOf(const TargetDefaults& defaults,
                  std::chrono::nanoseconds interval) {
  CallRules rules = defaults.calls;
  rules.interval = interval;
  rules.grace = defaults.grace.value_or(DefaultGrace(interval));
  return rules;
}

void ReadCallTimeZone(const MappingReader& target, ZoneChoice& zone) {
  std::string name;
  if (!target.ReadText("call_time_zone", name)) return;
  if (name == "stated" || name == "configured") {
    zone = name == "stated" ? ZoneChoice::kStated : ZoneChoice::kConfigured;
  } else {
    target.Report("call_time_zone",
                  "(" + Quoted(name) + ") must be stated or configured");
  }
}

}  // namespace

void TargetList::Append(const YamlValue& list, ProblemList& problems) {
  if (list.kind == Kind::kText || list.kind == Kind::kMapping) {
    problems.Add(list.at, "expected a list of targets (`- name: ...`), found " +
                              std::string(Describe(list)));
    ++count_;  // there is something, so "no targets" would mislead
  }
  for (const YamlValue& item : list.items) {
    if (++count_ == kMostTargets + 1) {
      problems.Add(item.at, "more than " + std::to_string(kMostTargets) +
                                " targets: divide them among exporters");
    }
    AppendOne(item, problems);
  }
}

void TargetList::AppendOne(const YamlValue& value, ProblemList& problems) {
  if (value.kind == Kind::kNull) {
    problems.Add(value.at,
                 "an empty item before this: a target begins with "
                 "`- name: ...`");
    return;
  }
  const MappingReader reader(value, kTargetKeys, problems);
  if (value.kind != Kind::kMapping) return;
  TargetConfig target;
  target.name = ReadName(reader);
  RequireKey(reader, "url", "give the API host, as in https://api.example.com");
  reader.ReadFlag("allow_plain_http", target.allow_plain_http);
  target.api = ReadApiOptions(reader, target.allow_plain_http);
  const GivenTimes own = ReadPollTimes(reader);
  target.poll = ResolvePollTimes(defaults_.poll, own);
  CheckPollTimes(own, target.poll.interval, reader);
  target.calls = RulesOf(defaults_, target.poll.interval);
  reader.ReadText("timezone", CheckTimeZone, target.calls.timezone);
  ReadCallTimeZone(reader, target.calls.call_time_zone);
  inherits_interval_ = inherits_interval_ || !reader.Has("interval");
  targets_.push_back(std::move(target));
}

std::string TargetList::ReadName(const MappingReader& target) {
  RequireKey(target, "name", "give a unique one, which becomes a label");
  std::string name;
  if (!target.ReadText("name", CheckName, name)) return name;
  const TextPosition at = target.PositionOf("name");
  const auto [first, is_new] = places_.try_emplace(
      name, target.problems().file().string() + ":" + std::to_string(at.line));
  if (!is_new) {
    target.Report("name", "(" + Quoted(name) + ") is taken by the target at " +
                              first->second);
  }
  return name;
}

std::vector<TargetConfig> TargetList::TakeSorted() {
  std::sort(targets_.begin(), targets_.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return std::move(targets_);
}

}  // namespace pitel
