#include "serve/landing_page.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <vector>

namespace pitel {
namespace {

constexpr std::string_view kHead = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>pitel_exporter</title>
<link rel="icon" href="data:,">
<style>
:root {
  --page: #f6f7f9; --card: #fff; --text: #1c2330; --soft: #5b6475;
  --line: #dfe3ea; --link: #0b5cad; --good: #14703a; --bad: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12151b; --card: #1b2029; --text: #e6e9ef; --soft: #9aa4b5;
    --line: #303846; --link: #7db7f5; --good: #63c98c; --bad: #ff8f85;
  }
}
body {
  margin: 0 auto; padding: 2rem 1.25rem; max-width: 72rem;
  background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif;
}
h1 { margin: 0; font-size: 1.6rem; }
header p { margin: .25rem 0 0; color: var(--soft); }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 1rem 0; }
a { color: var(--link); }
.card {
  overflow-x: auto; border: 1px solid var(--line); border-radius: .5rem;
  background: var(--card);
}
.card > p { margin: 1rem; }
table { width: 100%; border-collapse: collapse; }
caption { padding: .75rem .9rem; text-align: left; font-weight: 600; }
th, td {
  padding: .55rem .9rem; border-top: 1px solid var(--line);
  text-align: left; vertical-align: top;
}
th { font-weight: 600; }
thead th { color: var(--soft); font-size: .85rem; white-space: nowrap; }
small { display: block; color: var(--soft); font-weight: 400; }
.number { text-align: right; white-space: nowrap;
  font-variant-numeric: tabular-nums; }
.state { white-space: nowrap; font-weight: 600; }
.up { color: var(--good); }
.down { color: var(--bad); }
.waiting { color: var(--soft); }
</style>
</head>
<body>
)";

constexpr std::string_view kNothing = "\u2013";

constexpr std::string_view kSpecial = "&<>\"'";
constexpr std::string_view kEscapes[] = {"&amp;", "&lt;", "&gt;", "&quot;",
                                         "&#39;"};

struct TimeUnit {
  std::int64_t seconds;
  std::string_view name;
};
constexpr TimeUnit kTimeUnits[] = {
    {86'400, " d"}, {3'600, " h"}, {60, " min"}, {1, " s"}};

std::string Escape(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    const auto at = kSpecial.find(c);
    escaped.append(at == kSpecial.npos ? std::string_view(&c, 1)
                                       : kEscapes[at]);
  }
  return escaped;
}

std::string Ago(const Moment& then, SteadyTime now) {
  const auto age = now - then.steady;
  if (age < std::chrono::seconds(1)) return "just now";
  return DurationInWords(std::chrono::floor<std::chrono::seconds>(age)) +
         " ago";
}

// `kind` is a class of the style sheet, or empty.
std::string Cell(std::string_view kind, std::string_view html,
                 std::string element = "td") {
  std::string cell = "<" + element;
  if (element == "th") cell += " scope=\"col\"";
  if (!kind.empty()) cell.append(" class=\"").append(kind).append("\"");
  return cell.append(">").append(html).append("</" + element + ">\n");
}

std::string StateCell(const TargetOverview& target) {
  if (!target.polled) return Cell("state waiting", "\u2026 not polled yet");
  if (!target.up) return Cell("state down", "\u2717 down");
  std::string html = "\u2713 up";
  for (const auto& endpoint : target.endpoints) {
    if (endpoint.summary.warning.empty()) continue;
    html += "<small>" + Escape(endpoint.summary.warning) + "</small>";
  }
  return Cell("state up", html);
}

// The names of all facts, in the order in which they first occur.
std::vector<std::string_view> FactNames(const Overview& overview) {
  std::vector<std::string_view> names;
  for (const TargetOverview& target : overview) {
    for (const auto& endpoint : target.endpoints) {
      for (const auto& fact : endpoint.summary.facts) {
        if (std::ranges::find(names, fact.name) == names.end()) {
          names.push_back(fact.name);
        }
      }
    }
  }
  return names;
}

// The target's fact of this name, unless it is too old.
std::string FactCell(const TargetOverview& target, std::string_view name,
                     SteadyTime now) {
  for (const auto& endpoint : target.endpoints) {
    if (now >= endpoint.fades_at) continue;
    for (const auto& fact : endpoint.summary.facts) {
      if (fact.name == name) return Cell("number", std::to_string(fact.value));
    }
  }
  return Cell("number", kNothing);
}

// "active_calls" as "Active calls".
std::string InWords(std::string_view fact_name) {
  std::string words(fact_name);
  std::ranges::replace(words, '_', ' ');
  words.front() = static_cast<char>(std::toupper(words.front()));
  return words;
}

std::string HeaderRow(const std::vector<std::string_view>& facts) {
  std::string row = "<thead><tr>\n";
  for (const auto* title : {"Target", "State", "Last poll"}) {
    row += Cell("", title, "th");
  }
  row += Cell("number", "Took", "th");
  for (const auto fact : facts) {
    row += Cell("number", Escape(InWords(fact)), "th");
  }
  return row + Cell("", "Last failure", "th") + "</tr></thead>\n";
}

std::string FailureCell(const TargetOverview& target, SteadyTime now) {
  std::string html = Escape(target.last_failure);
  if (target.last_failure_at) {
    html += "<small>" + Ago(*target.last_failure_at, now) + "</small>";
  }
  for (const auto& endpoint : target.endpoints) {
    if (endpoint.failure.empty()) continue;
    html += "<small>" + Escape(endpoint.failure) + "</small>";
  }
  return Cell("", html.empty() ? kNothing : std::string_view(html));
}

std::string Row(const TargetOverview& target,
                const std::vector<std::string_view>& facts, SteadyTime now) {
  std::string row = "<tr>\n<th scope=\"row\">" + Escape(target.name) +
                    "<small>" + Escape(target.url) + "</small></th>\n";
  row += StateCell(target);
  row += Cell("", target.last_poll ? Ago(*target.last_poll, now) : kNothing);
  row += Cell("number", target.last_poll ? DurationInWords(target.poll_duration)
                                         : kNothing);
  for (const auto fact : facts) row += FactCell(target, fact, now);
  return row + FailureCell(target, now) + "</tr>\n";
}

std::string Summary(const Overview& targets) {
  const auto down = std::ranges::count_if(
      targets, [](const auto& target) { return target.polled && !target.up; });
  const auto waiting =
      std::ranges::count(targets, false, &TargetOverview::polled);
  std::string summary = std::to_string(targets.size());
  summary += targets.size() == 1 ? " target" : " targets";
  if (down > 0) summary += ", " + std::to_string(down) + " down";
  if (waiting > 0) {
    summary += ", " + std::to_string(waiting) + " not polled yet";
  }
  return summary;
}

std::string Link(std::string_view path, std::string_view name) {
  return "<a href=\"" + Escape(path) + "\">" + std::string(name) + "</a>\n";
}

}  // namespace

std::string DurationInWords(std::chrono::nanoseconds duration) {
  const auto ms =
      std::max<std::int64_t>(duration / std::chrono::milliseconds(1), 0);
  if (ms < 1'000) return std::to_string(ms) + " ms";
  const auto s = ms / 1'000;
  if (const auto tenths = ms / 100 % 10; s < 10 && tenths > 0) {
    return std::to_string(s) + "." + std::to_string(tenths) + " s";
  }
  const auto* unit = std::ranges::find_if(
      kTimeUnits, [s](const auto& u) { return s >= u.seconds; });
  std::string words = std::to_string(s / unit->seconds).append(unit->name);
  if (unit->seconds == 1) return words;
  const auto rest = s % unit->seconds;
  ++unit;
  return words + " " + std::to_string(rest / unit->seconds).append(unit->name);
}

std::string RenderLandingPage(const Overview& overview,
                              const LandingFacts& facts) {
  std::string page(kHead);
  page += "<header>\n<h1>pitel_exporter</h1>\n<p>Version " +
          Escape(facts.version) + " \u00b7 running for " +
          DurationInWords(facts.now - facts.started) + "</p>\n</header>\n";
  page += "<nav>\n" + Link(facts.telemetry_path, "Metrics") +
          Link("/config", "Configuration") + Link("/-/healthy", "Health") +
          Link("/-/ready", "Readiness") + "</nav>\n<main class=\"card\">\n";
  if (overview.empty()) {
    page += "<p>No targets are configured.</p>\n";
  } else {
    page += "<table>\n<caption>" + Summary(overview) + "</caption>\n";
    const auto columns = FactNames(overview);
    page += HeaderRow(columns) + "<tbody>\n";
    for (const TargetOverview& target : overview) {
      page += Row(target, columns, facts.now);
    }
    page += "</tbody>\n</table>\n";
  }
  return page + "</main>\n</body>\n</html>\n";
}

}  // namespace pitel
