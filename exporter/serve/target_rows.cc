#include "serve/target_rows.h"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "serve/duration_words.h"
#include "serve/html.h"
#include "serve/target_filter.h"

namespace pitel {
namespace {

constexpr std::string_view kNothing = "\u2013";

// `kind` is a class of the style sheet.
struct Column {
  std::string_view title;
  std::string_view kind = "text";
};
constexpr std::string_view kNumber = "number";
constexpr Column kLastPoll{"Last poll", "time"};
constexpr Column kTook{"Took", kNumber};
constexpr Column kLastFailure{"Last failure"};

std::string Ago(const Moment& then, SteadyTime now) {
  const auto age = now - then.steady;
  if (age < std::chrono::seconds(1)) return "just now";
  return DurationInWords(std::chrono::floor<std::chrono::seconds>(age)) +
         " ago";
}

std::string HeaderCell(const Column& column) {
  return HtmlElement("th",
                     R"(scope="col" class=")" + std::string(column.kind) + "\"",
                     EscapeHtml(column.title)) +
         "\n";
}

// `html` is empty if there is nothing to show. Narrow screens, which show no
// header row, show the column's title before the cell, and no empty cells.
std::string Cell(const Column& column, std::string_view html) {
  std::string attributes = "class=\"" + std::string(column.kind);
  if (html.empty()) attributes += " none";
  attributes += "\" data-name=\"" + EscapeHtml(column.title) + "\"";
  return HtmlElement("td", attributes, html.empty() ? kNothing : html) + "\n";
}

std::string Small(std::string_view text) {
  return HtmlElement("small", "", EscapeHtml(text));
}

std::string_view StateInWords(TargetState state) {
  switch (state) {
    case TargetState::kDown:
      return "\u2717 down";
    case TargetState::kWarning:
      return "! up";
    case TargetState::kWaiting:
      return "\u2026 not polled yet";
    case TargetState::kUp:
      break;
  }
  return "\u2713 up";
}

std::string StateCell(const TargetOverview& target) {
  const TargetState state = StateOf(target);
  std::string html(StateInWords(state));
  if (target.up) {
    for (const auto& endpoint : target.endpoints) {
      if (endpoint.summary.warning.empty()) continue;
      html += Small(endpoint.summary.warning);
    }
  }
  return HtmlElement("td",
                     "class=\"state " + std::string(QueryName(state)) + "\"",
                     html) +
         "\n";
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

// "active_calls" as "Active calls".
std::string InWords(std::string_view fact_name) {
  std::string words(fact_name);
  std::ranges::replace(words, '_', ' ');
  words.front() = static_cast<char>(std::toupper(words.front()));
  return words;
}

// The target's fact of this name, unless it is too old.
std::string FactCell(const TargetOverview& target, std::string_view name,
                     SteadyTime now) {
  const std::string title = InWords(name);
  for (const auto& endpoint : target.endpoints) {
    if (now >= endpoint.fades_at) continue;
    for (const auto& fact : endpoint.summary.facts) {
      if (fact.name == name) {
        return Cell({title, kNumber}, std::to_string(fact.value));
      }
    }
  }
  return Cell({title, kNumber}, "");
}

std::string FailureCell(const TargetOverview& target, SteadyTime now) {
  std::string html = EscapeHtml(target.last_failure);
  if (target.last_failure_at) {
    html += Small(Ago(*target.last_failure_at, now));
  }
  for (const auto& endpoint : target.endpoints) {
    if (!endpoint.failure.empty()) html += Small(endpoint.failure);
  }
  return Cell(kLastFailure, html);
}

std::string Row(const TargetOverview& target,
                const std::vector<std::string_view>& facts, SteadyTime now) {
  std::string row = HtmlElement("th", R"(scope="row")",
                                EscapeHtml(target.name) + Small(target.url)) +
                    "\n" + StateCell(target);
  row += Cell(kLastPoll, target.last_poll ? Ago(*target.last_poll, now) : "");
  row += Cell(kTook,
              target.last_poll ? DurationInWords(target.poll_duration) : "");
  for (const auto fact : facts) row += FactCell(target, fact, now);
  return HtmlElement("tr", "", "\n" + row + FailureCell(target, now)) + "\n";
}

std::string HeaderRow(const std::vector<std::string_view>& facts) {
  std::string row = "\n" + HeaderCell({"Target"}) + HeaderCell({"State"}) +
                    HeaderCell(kLastPoll) + HeaderCell(kTook);
  for (const auto fact : facts) row += HeaderCell({InWords(fact), kNumber});
  return HtmlElement("tr", "", row + HeaderCell(kLastFailure));
}

}  // namespace

std::string RenderTargetRows(const std::vector<const TargetOverview*>& targets,
                             const Overview& overview, SteadyTime now) {
  const auto facts = FactNames(overview);
  std::string rows = "\n";
  for (const TargetOverview* target : targets) {
    rows += Row(*target, facts, now);
  }
  return HtmlElement("thead", "", HeaderRow(facts)) + "\n" +
         HtmlElement("tbody", "", rows) + "\n";
}

}  // namespace pitel
