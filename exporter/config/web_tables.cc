#include "config/web_tables.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "base/number.h"
#include "base/text.h"
#include "config/bcrypt_hash.h"
#include "config/fields.h"
#include "config/go_duration.h"
#include "config/key_suggestion.h"
#include "config/web_tls_table.h"

namespace pitel {
namespace {

using std::chrono::nanoseconds;

constexpr std::size_t kMostBurst = 1'000'000'000;
// A hash of this cost takes about two seconds.
constexpr int kSlowCost = 15;

// A header field's value. YAML's folded texts end in a line break. An empty
// list of `choices` means any value, or none.
Field HeaderValue(std::string name, std::vector<std::string_view> choices,
                  WebHeaders& headers) {
  const bool any = choices.empty();
  const auto read = [name = std::move(name), choices = std::move(choices),
                     &headers](YamlEntry entry, ProblemList& problems) {
    std::ranges::replace(entry.value.text, '\n', ' ');
    entry.value.text = Trim(entry.value.text);
    const YamlValue* const value = FindText(entry, problems);
    if (value == nullptr) return;
    if (choices.empty() || std::ranges::count(choices, value->text) > 0) {
      return headers.emplace_back(name, value->text), void();
    }
    std::string words;
    for (const auto word : choices) {
      words.append(words.empty() ? "" : " or ").append(word);
    }
    Report(entry, "must be " + words, problems);
  };
  return any ? IfGiven({read, {}}) : Field{read, {}};
}

Field Interval(nanoseconds& interval) {
  const auto read = [&interval](const YamlEntry& entry, ProblemList& problems) {
    const YamlValue* const value = FindText(entry, problems);
    if (value == nullptr) return;
    const auto bare = ParseNumber<std::int64_t>(value->text);
    const auto parsed = ParseGoDuration(value->text);
    if (parsed) {
      interval = *parsed;
    } else if (bare && !value->quoted) {
      interval = nanoseconds(*bare);
      problems.Warn(entry.value.at,
                    "`interval` without a unit counts as nanoseconds: write "
                    "1s for a second");
    } else {
      Report(entry, parsed.error().message, problems);
    }
  };
  return IfGiven({read, {}});
}

void CheckUser(const YamlEntry& user, ProblemList& problems) {
  const auto cost = BcryptCost(user.value.text);
  if (!cost) {
    problems.Add(
        user.value.at,
        "the password of a user must be a bcrypt hash: `$2y$`, `$2b$`, "
        "`$2a$` or `$2x$`, a cost from 04 to 31, `$` and 53 "
        "characters (htpasswd -nB makes one)");
  } else if (*cost >= kSlowCost) {
    problems.Warn(user.value.at,
                  "a bcrypt hash of cost " + std::to_string(*cost) +
                      " takes seconds or more to check: 10 to 12 is usual");
  }
  if (user.key.find(':') != user.key.npos) {
    problems.Warn(user.at,
                  "a user whose name contains a colon cannot log in: HTTP ends "
                  "the name there");
  }
}

}  // namespace

KeyTable WebTable() {
  return {"the top of the file",
          {{"tls_server_config", {}},
           {"http_server_config", {}},
           {"basic_auth_users", {}},
           {"rate_limit", {}}}};
}

KeyTable WebHttpTable() {
  return {"`http_server_config`", {{"http2", IgnoredFlag()}, {"headers", {}}}};
}

KeyTable WebHeadersTable(WebHeaders& headers) {
  const auto key = [&](std::string_view name,
                       std::vector<std::string_view> choices = {}) {
    return Key{name,
               HeaderValue(std::string(name), std::move(choices), headers)};
  };
  return {"`headers`",
          {key("Content-Security-Policy"),
           key("X-Content-Type-Options", {"nosniff"}),
           key("X-Frame-Options", {"deny", "sameorigin"}),
           key("X-XSS-Protection"), key("Strict-Transport-Security")}};
}

KeyTable RateLimitTable(RateLimit& limit) {
  return {"`rate_limit`",
          {{"interval", Interval(limit.interval)},
           {"burst", IfGiven(Count(limit.burst, {0, kMostBurst}))}}};
}

void ReadWebUsers(const YamlValue& section, ProblemList& problems,
                  WebUsers& users) {
  CheckMapping(section, problems);
  for (const YamlEntry& user : section.entries) {
    CheckUser(user, problems);
    users.emplace(user.key, user.value.text);
  }
}

MappingReader ReadWebMapping(const YamlValue& mapping, const KeyTable& table,
                             ProblemList& problems) {
  WebTlsValues tls;
  WebHeaders headers;
  RateLimit limit;
  const std::vector<KeyTable> tables{WebTable(), WebTlsTable(tls),
                                     WebHttpTable(), WebHeadersTable(headers),
                                     RateLimitTable(limit)};
  for (const YamlEntry& entry : mapping.entries) {
    if (table.Has(entry.key)) continue;
    problems.Add(entry.at, "unknown key" + ShownKey(entry.key) +
                               SuggestKey(entry.key, table, tables));
  }
  return {mapping, table, problems};
}

}  // namespace pitel
