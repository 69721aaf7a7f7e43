#include "serve/landing_page.h"

#include <algorithm>
#include <vector>

#include "serve/duration_words.h"
#include "serve/html.h"
#include "serve/landing_head.h"
#include "serve/target_rows.h"

namespace pitel {
namespace {

// With fewer targets, a filter would only be in the way.
constexpr std::size_t kTargetsWorthFiltering = 10;

std::string Link(std::string_view path, std::string_view html) {
  return HtmlElement("a", "href=\"" + EscapeHtml(path) + "\"", html);
}

std::string_view InWords(TargetState state) {
  switch (state) {
    case TargetState::kDown:
      return "down";
    case TargetState::kWarning:
      return "up with a warning";
    case TargetState::kWaiting:
      return "not polled yet";
    case TargetState::kUp:
      break;
  }
  return "up";
}

std::string Targets(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " target" : " targets");
}

// How many targets are in each state that occurs, as links to these.
std::string Counts(const Overview& overview) {
  std::string counts = Link("/", Targets(overview.size()));
  std::string_view separator = ": ";
  for (const TargetState state : kTargetStates) {
    const auto count = std::ranges::count(overview, state, StateOf);
    if (count == 0) continue;
    counts.append(separator).append(
        Link("/?state=" + std::string(QueryName(state)),
             std::to_string(count) + " " + std::string(InWords(state))));
    separator = " \u00b7 ";
  }
  return HtmlElement("p", R"(class="counts")", counts) + "\n";
}

std::string Option(std::string_view value, std::string_view words,
                   bool selected) {
  return HtmlElement("option",
                     "value=\"" + std::string(value) + "\"" +
                         (selected ? " selected" : ""),
                     words) +
         "\n";
}

std::string Form(const TargetFilter& filter) {
  std::string states = "\n" + Option("", "any state", !filter.state);
  for (const TargetState state : kTargetStates) {
    states += Option(QueryName(state), InWords(state), filter.state == state);
  }
  const std::string controls =
      "\n<input type=\"search\" name=\"text\" aria-label=\"Part of a name, URL "
      "or failure\" placeholder=\"Part of a name, URL or failure\" value=\"" +
      EscapeHtml(filter.text) + "\">\n" +
      HtmlElement("select", R"(name="state" aria-label="State")", states) +
      "\n<button>Filter</button>\n";
  return HtmlElement("form", R"(action="/")", controls) + "\n";
}

std::string Caption(std::size_t shown, std::size_t selected,
                    const Overview& overview) {
  std::string caption =
      std::to_string(selected) + " of " + Targets(overview.size());
  if (shown < selected) {
    caption += ", of which the first " + std::to_string(shown) +
               " are shown: filter them to see the others";
  }
  return caption;
}

std::string Table(const Overview& overview, const TargetFilter& filter,
                  SteadyTime now) {
  auto targets = SelectTargets(overview, filter);
  if (targets.empty()) {
    return "<p>No target matches the filter. " + Link("/", "Show all") +
           "</p>\n";
  }
  const std::size_t selected = targets.size();
  targets.resize(std::min(selected, kMostTargetsShown));
  std::string caption;
  if (targets.size() < overview.size()) {
    caption =
        HtmlElement("caption", "", Caption(targets.size(), selected, overview));
  }
  return HtmlElement(
             "table", "",
             "\n" + caption + "\n" + RenderTargetRows(targets, overview, now)) +
         "\n";
}

std::string Header(const LandingFacts& facts) {
  const std::string title = HtmlElement("h1", "", "pitel_exporter");
  const std::string about = HtmlElement(
      "p", "",
      "Version " + EscapeHtml(facts.version) + " \u00b7 running for " +
          DurationInWords(facts.now - facts.started));
  return HtmlElement("header", "", "\n" + title + "\n" + about + "\n") + "\n";
}

std::string Navigation(std::string_view telemetry_path) {
  std::string links = "\n";
  for (const auto& [path, name] : {std::pair{telemetry_path, "Metrics"},
                                   {"/config", "Configuration"},
                                   {"/sd", "Service discovery"},
                                   {"/-/healthy", "Health"},
                                   {"/-/ready", "Readiness"}}) {
    links += Link(path, name) + "\n";
  }
  return HtmlElement("nav", "", links) + "\n";
}

}  // namespace

std::string RenderLandingPage(const Overview& overview,
                              const TargetFilter& filter,
                              const LandingFacts& facts) {
  std::string page(kLandingHead);
  page += Header(facts) + Navigation(facts.telemetry_path);
  if (!facts.notice.empty()) {
    page +=
        HtmlElement("p", R"(class="notice")", EscapeHtml(facts.notice)) + "\n";
  }
  std::string main = "\n";
  if (overview.empty()) {
    main += "<p>No targets are configured.</p>\n";
  } else {
    page += Counts(overview);
    if (overview.size() > kTargetsWorthFiltering || !filter.empty()) {
      page += Form(filter);
    }
    main += Table(overview, filter, facts.now);
  }
  return page + HtmlElement("main", R"(class="card")", main) +
         "\n</body>\n</html>\n";
}

}  // namespace pitel
