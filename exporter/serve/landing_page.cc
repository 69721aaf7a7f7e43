#include "serve/landing_page.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <optional>
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

std::string Escape(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (const auto at = kSpecial.find(c); at != kSpecial.npos) {
      escaped += kEscapes[at];
    } else {
      escaped += c;
    }
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
std::optional<std::uint64_t> FactOf(const TargetOverview& target,
                                    std::string_view name, SteadyTime now) {
  for (const auto& endpoint : target.endpoints) {
    if (now >= endpoint.fades_at) continue;
    for (const auto& fact : endpoint.summary.facts) {
      if (fact.name == name) return fact.value;
    }
  }
  return std::nullopt;
}

// "active_calls" as "Active calls".
std::string InWords(std::string_view fact_name) {
  std::string words(fact_name);
  std::ranges::replace(words, '_', ' ');
  words.front() = static_cast<char>(std::toupper(words.front()));
  return words;
}

std::string HeaderCell(std::string_view kind, std::string_view text) {
  return Cell(kind, Escape(text), "th");
}

std::string HeaderRow(const std::vector<std::string_view>& facts) {
  std::string row = "<thead><tr>\n" + HeaderCell("", "Target") +
                    HeaderCell("", "State") + HeaderCell("", "Last poll") +
                    HeaderCell("number", "Took");
  for (const std::string_view fact : facts) {
    row += HeaderCell("number", InWords(fact));
  }
  return row + HeaderCell("", "Last failure") + "</tr></thead>\n";
}

std::string FailureCell(const TargetOverview& target, SteadyTime now) {
  if (target.last_failure.empty()) return Cell("", kNothing);
  std::string html = Escape(target.last_failure);
  if (target.last_failure_at) {
    html += "<small>" + Ago(*target.last_failure_at, now) + "</small>";
  }
  return Cell("", html);
}

std::string Row(const TargetOverview& target,
                const std::vector<std::string_view>& facts, SteadyTime now) {
  std::string row = "<tr>\n<th scope=\"row\">" + Escape(target.name) +
                    "<small>" + Escape(target.url) + "</small></th>\n";
  row += StateCell(target);
  row += Cell("", target.last_poll ? Ago(*target.last_poll, now) : kNothing);
  row += Cell("number", target.last_poll ? DurationInWords(target.poll_duration)
                                         : kNothing);
  for (const std::string_view fact : facts) {
    const auto value = FactOf(target, fact, now);
    row += Cell("number", value ? std::to_string(*value) : kNothing);
  }
  row += FailureCell(target, now);
  return row + "</tr>\n";
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
  using namespace std::chrono;
  duration = std::max(duration, nanoseconds(0));
  const auto two = [](auto large, const char* large_unit, auto small,
                      const char* small_unit) {
    return std::to_string(large) + large_unit + std::to_string(small) +
           small_unit;
  };
  if (duration < 1s) {
    return std::to_string(floor<milliseconds>(duration).count()) + " ms";
  }
  const auto s = floor<seconds>(duration).count();
  const auto tenths = floor<milliseconds>(duration).count() / 100 % 10;
  if (duration < 10s && tenths > 0) return two(s, ".", tenths, " s");
  if (duration < 1min) return std::to_string(s) + " s";
  if (duration < 1h) return two(s / 60, " min ", s % 60, " s");
  const auto m = s / 60;
  if (duration < 24h) return two(m / 60, " h ", m % 60, " min");
  const auto h = m / 60;
  return two(h / 24, " d ", h % 24, " h");
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
