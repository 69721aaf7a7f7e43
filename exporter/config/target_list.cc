#include "config/target_list.h"

#include <algorithm>
#include <utility>

#include "config/queues_table.h"
#include "config/target_table.h"

namespace pitel {
namespace {

using Kind = YamlValue::Kind;

void RequireKey(const MappingReader& target, std::string_view key,
                std::string_view reason) {
  if (target.Has(key)) return;
  target.problems().Add(
      target.PositionOf(key),
      "the target has no `" + std::string(key) + "`: " + std::string(reason));
}

void CheckCredential(const MappingReader& target) {
  constexpr std::string_view kKeys[] = {"api_key", "api_key_file",
                                        "bearer_token", "bearer_token_file"};
  const std::string all =
      "give exactly one of `api_key`, `api_key_file`, `bearer_token` and "
      "`bearer_token_file`";
  int given = 0;
  for (const auto key : kKeys) {
    if (target.Has(key) && ++given == 2) {
      target.Report(key, "is a second credential: " + all);
    }
  }
  if (given > 0) return;
  target.problems().Add(target.PositionOf(""),
                        "the target has no credential: " + all);
}

void CheckUrl(const MappingReader& target, const TargetConfig& values) {
  RequireKey(target, "url", "give the API host, as in https://api.example.com");
  const BaseUrl& url = values.api.url;
  if (url.scheme == "http" && !url.IsLoopback() && !values.allow_plain_http) {
    target.Report("url",
                  "would send the credential unencrypted: write https://, or "
                  "set `allow_plain_http: true` in this target");
  }
}

void CheckTls(const MappingReader& tls, const TlsOptions& values) {
  const bool has_key = values.cert_file.empty();
  if (has_key == values.key_file.empty()) return;
  tls.Report(has_key ? "key_file" : "cert_file",
             "needs its counterpart: `cert_file` and `key_file` come together");
}

}  // namespace

void TargetList::Append(const YamlValue& list, ProblemList& problems) {
  if (list.kind == Kind::kText || list.kind == Kind::kMapping) {
    problems.Add(list.at, "expected a list of targets (`- name: ...`), found " +
                              list.Described());
    ++count_;  // "no targets" would mislead
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
  TargetValues values;
  TargetConfig& target = values.target;
  target.calls = file_.calls;
  target.queues = file_.queues;
  const MappingReader reader =
      ReadMapping(value, TargetTable(values), problems);
  if (value.kind != Kind::kMapping) return;
  CheckName(target.name, reader);
  CheckUrl(reader, target);
  CheckCredential(reader);
  CheckTls(ReadMapping(reader.Nested("tls_config"), TlsTable(target.api.tls),
                       problems),
           target.api.tls);
  ReadMapping(reader.Nested("queues"),
              QueuesTable(target.queues, "`queues` of a target"), problems);
  target.poll = ResolvePollTimes(file_.poll, values.times);
  CheckPollTimes(values.times, target.poll.interval, reader);
  target.calls.interval = target.poll.interval;
  target.calls.grace = file_.grace.value_or(DefaultGrace(target.poll.interval));
  inherits_interval_ = inherits_interval_ || !reader.Has("interval");
  targets_.push_back(std::move(target));
}

void TargetList::CheckName(const std::string& name,
                           const MappingReader& target) {
  RequireKey(target, "name", "give a unique one, which becomes a label");
  if (name.empty()) return;
  const TextPosition at = target.PositionOf("name");
  const auto [first, is_new] = places_.try_emplace(
      name, target.problems().file().string() + ":" + std::to_string(at.line));
  if (!is_new) {
    target.Report("name", "is taken by the target at " + first->second);
  }
}

std::vector<TargetConfig> TargetList::TakeSorted() {
  std::ranges::sort(targets_, {}, &TargetConfig::name);
  return std::move(targets_);
}

}  // namespace pitel
