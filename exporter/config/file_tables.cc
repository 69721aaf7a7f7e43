#include "config/file_tables.h"

#include <yaml-cpp/emitter.h>
#include <yaml-cpp/emittermanip.h>

#include <functional>

#include "base/text.h"
#include "config/fields.h"
#include "config/key_suggestion.h"
#include "config/queues_table.h"

namespace pitel {
namespace {

using std::chrono::days;
using std::chrono::seconds;

constexpr DurationRange kStaleAges{seconds(1), days(30)};

// Former names.
constexpr std::pair<std::string_view, std::string_view> kRenamedKeys[] = {
    {"series", "tenant_server_pairs"}};

// Without the key, grace follows each target's interval.
Field Grace(std::optional<std::chrono::nanoseconds>& grace) {
  Field field = Duration(grace, {seconds(0), days(1)});
  field.print = [&grace, print = field.print](std::string_view key,
                                              YAML::Emitter& out) {
    if (grace) return print(key, out);
    out << YAML::Newline
        << YAML::Comment(std::string(key) +
                         ": max(2 x interval, 30s), by target");
  };
  return field;
}

// Whether a `*` repeats a plain character, as in `shop-*`.
bool LooksLikeGlob(const std::string& pattern) {
  const auto star = pattern.find('*');
  if (star == 0 || star == pattern.npos) return star == 0;
  const char before = pattern[star - 1];
  return (IsLetter(before) || IsDigit(before) || before == '-') &&
         (star == 1 || pattern[star - 2] != '\\');
}

Field Patterns(std::vector<TenantPattern>& patterns) {
  const auto parse = [](const std::string& text) -> Result<TenantPattern> {
    auto pattern = TenantPattern::Parse(text);
    if (pattern || !LooksLikeGlob(text)) return pattern;
    return Error{pattern.error().message + "; write `.*` for any text"};
  };
  Field field = List(patterns, parse, std::mem_fn(&TenantPattern::Text));
  field.read = [read = field.read](const YamlEntry& list,
                                   ProblemList& problems) {
    read(list, problems);
    for (const YamlValue& item : list.value.items) {
      if (!LooksLikeGlob(item.text)) continue;
      problems.Warn(item.at,
                    "`" + list.key +
                        "` contains what looks like a glob, but is a regular "
                        "expression: write `.*` for any text");
    }
  };
  return field;
}

Field Patterns(std::vector<YamlEntry>& patterns) {
  return {[&patterns](const YamlEntry& list, ProblemList& problems) {
            for (const YamlEntry& item : ItemsOf(list, problems)) {
              if (FindText(item, problems)) patterns.push_back(item);
            }
          },
          {}};
}

// A suggestion for a key that the table does not contain.
std::string Hint(std::string_view key, const KeyTable& table) {
  for (const auto& [former, name] : kRenamedKeys) {
    if (key == former && table.Has(name)) {
      return ": it was renamed to `" + std::string(name) + "`";
    }
  }
  FileValues file;
  TargetValues target;
  return SuggestKey(key, table, EveryTable(file, target));
}

}  // namespace

KeyTable FileTable(FileValues& file) {
  return {"the top of the file",
          {
              {"poll", {}},
              {"targets", {}},
              {"target_files", Patterns(file.target_files)},
              {"calls", Nested(CallsTable(file))},
              {"queues", Nested(QueuesTable(file.queues, "`queues`"))},
              {"limits", Nested(LimitsTable(file))},
              {"tenants", Nested(TenantsTable(file.calls.tenants))},
          }};
}

KeyTable PollTable(GivenTimes& poll) { return {"`poll`", TimeKeys(poll)}; }

KeyTable CallsTable(FileValues& file) {
  CallRules& calls = file.calls;
  return {
      "`calls`",
      {
          {"stale_ringing_after",
           Duration(calls.stale_ringing_after, kStaleAges)},
          {"stale_oncall_after",
           Duration(calls.stale_oncall_after, kStaleAges)},
          {"empty_state",
           Choice(calls.empty_state, {{"unknown", CallState::kUnknown},
                                      {"ringing", CallState::kRinging}})},
          {"caller_key",
           Choice(calls.caller_key, {{"pair", CallerKey::kPair},
                                     {"cid_num", CallerKey::kCidNum},
                                     {"b_cid_num", CallerKey::kBCidNum},
                                     {"call_id", CallerKey::kCallId}})},
          {"grace", Grace(file.grace)},
          {"series_ttl", Duration(calls.series_ttl, {seconds(1), days(365)})},
      }};
}

KeyTable LimitsTable(FileValues& file) {
  LabelLimits& limits = file.calls.limits;
  return {
      "`limits`",
      {
          {"tenants", Count(limits.tenants, {1, 1'000'000})},
          {"servers", Count(limits.servers, {1, 100'000})},
          {"tenant_server_pairs",
           Count(limits.tenant_server_pairs, {1, 10'000'000})},
          {"tracked_calls", Count(file.calls.tracked_calls, {1, 100'000'000})},
          {"queues", Count(file.queues.most_queues, {1, 100'000})},
      }};
}

KeyTable TenantsTable(TenantFilter& tenants) {
  return {"`tenants`",
          {
              {"include", Patterns(tenants.include)},
              {"exclude", Patterns(tenants.exclude)},
          }};
}

std::vector<KeyTable> EveryTable(FileValues& file, TargetValues& target) {
  return {FileTable(file),     PollTable(file.poll),
          TargetTable(target), TlsTable(target.target.api.tls),
          CallsTable(file),    QueuesTable(file.queues, "`queues`"),
          LimitsTable(file),   TenantsTable(file.calls.tenants)};
}

MappingReader ReadMapping(const YamlValue& mapping, const KeyTable& table,
                          ProblemList& problems) {
  for (const YamlEntry& entry : mapping.entries) {
    if (table.Has(entry.key)) continue;
    problems.Add(entry.at,
                 "unknown key" + ShownKey(entry.key) + Hint(entry.key, table));
  }
  return {mapping, table, problems};
}

}  // namespace pitel
