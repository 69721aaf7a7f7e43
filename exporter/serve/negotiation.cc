// Qualities are thousandths (RFC 9110 section 12.4.2 has three digits at most).
// If several entries match, the most specific one counts (section 12.5.1);
// among equally specific ones, that of the highest quality.
#include "serve/negotiation.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "base/text.h"

namespace pitel {
namespace {

constexpr int kFullQuality = 1000;

std::string_view Unquote(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return text;
  return text.substr(1, text.size() - 2);
}

// "0", "0.5", "1.000"; absent for other text.
std::optional<int> ParseQuality(std::string_view text) {
  if (text.empty() || text.size() > 5) return std::nullopt;
  if (text[0] != '0' && text[0] != '1') return std::nullopt;
  if (text.size() > 1 && text[1] != '.') return std::nullopt;
  int quality = (text[0] - '0') * kFullQuality;
  int unit = kFullQuality / 10;
  for (const char digit : text.substr(std::min<std::size_t>(text.size(), 2))) {
    if (digit < '0' || digit > '9') return std::nullopt;
    quality += (digit - '0') * unit;
    unit /= 10;
  }
  if (quality > kFullQuality) return std::nullopt;
  return quality;
}

// Removes the part of `text` up to the next `separator` outside of quotes, and
// returns it.
std::string_view TakeUntil(std::string_view& text, char separator) {
  bool quoted = false;
  std::size_t end = 0;
  for (; end < text.size(); ++end) {
    if (text[end] == '"') quoted = !quoted;
    if (text[end] == separator && !quoted) break;
  }
  const std::string_view taken = Trim(text.substr(0, end));
  text.remove_prefix(std::min(end + 1, text.size()));
  return taken;
}

// One entry of the header: `name;version=...;q=...`.
struct Entry {
  std::string_view name;
  std::string_view version = {};  // empty if it has none, as are the others
  std::string_view escaping = {};
  int quality = kFullQuality;
};

std::optional<Entry> ParseEntry(std::string_view text) {
  Entry entry{TakeUntil(text, ';')};
  while (!text.empty()) {
    std::string_view value = TakeUntil(text, ';');
    const std::string_view name = TakeUntil(value, '=');
    value = Trim(value);
    if (EqualsIgnoringCase(name, "version")) entry.version = Unquote(value);
    if (EqualsIgnoringCase(name, "escaping")) entry.escaping = Unquote(value);
    if (EqualsIgnoringCase(name, "q")) {
      const auto quality = ParseQuality(value);
      if (!quality) return std::nullopt;
      entry.quality = *quality;
    }
  }
  return entry;
}

// Entries whose quality cannot be read are left out.
std::vector<Entry> ParseEntries(std::string_view header) {
  std::vector<Entry> entries;
  while (!header.empty()) {
    if (const auto entry = ParseEntry(TakeUntil(header, ','))) {
      entries.push_back(*entry);
    }
  }
  return entries;
}

// How exactly an entry describes a format or encoding; 0: not at all.
using Specificity = int;

// Other versions are other formats, which are not served.
Specificity OfOpenMetrics(const Entry& entry) {
  if (!EqualsIgnoringCase(entry.name, "application/openmetrics-text")) return 0;
  if (entry.version.empty()) return 1;
  return entry.version == "1.0.0" ? 2 : 0;
}

// Text of any version: a client that reads 1.0.0 reads 0.0.4 too.
Specificity OfText(const Entry& entry) {
  if (entry.name == "*/*") return 1;
  if (EqualsIgnoringCase(entry.name, "text/*")) return 2;
  return EqualsIgnoringCase(entry.name, "text/plain") ? 3 : 0;
}

Specificity OfGzip(const Entry& entry) {
  if (entry.name == "*") return 1;
  const bool named = EqualsIgnoringCase(entry.name, "gzip") ||
                     EqualsIgnoringCase(entry.name, "x-gzip");
  return named ? 2 : 0;
}

// The entry that counts; without one, an entry of quality 0.
Entry Best(const std::vector<Entry>& entries,
           Specificity (*specificity)(const Entry&)) {
  Entry best{{}, {}, {}, 0};
  Specificity most = 0;
  for (const Entry& entry : entries) {
    const Specificity matched = specificity(entry);
    if (matched == 0 ||
        std::pair(matched, entry.quality) <= std::pair(most, best.quality)) {
      continue;
    }
    most = matched;
    best = entry;
  }
  return best;
}

// The first is for an `escaping` that is missing or unknown.
constexpr std::pair<std::string_view, std::string_view> kOpenMetricsTypes[] = {
    {"", "application/openmetrics-text; version=1.0.0; charset=utf-8"},
    {"allow-utf-8",
     "application/openmetrics-text; version=1.0.0; charset=utf-8; "
     "escaping=allow-utf-8"},
    {"underscores",
     "application/openmetrics-text; version=1.0.0; charset=utf-8; "
     "escaping=underscores"},
    {"dots",
     "application/openmetrics-text; version=1.0.0; charset=utf-8; "
     "escaping=dots"},
    {"values",
     "application/openmetrics-text; version=1.0.0; charset=utf-8; "
     "escaping=values"}};

std::string_view OpenMetricsType(std::string_view escaping) {
  for (const auto& [known, type] : kOpenMetricsTypes) {
    if (known == escaping) return type;
  }
  return kOpenMetricsTypes[0].second;
}

}  // namespace

MediaType NegotiateFormat(std::string_view accept) {
  const auto entries = ParseEntries(accept);
  const Entry openmetrics = Best(entries, OfOpenMetrics);
  const Entry text = Best(entries, OfText);
  if (openmetrics.quality > 0 && openmetrics.quality >= text.quality) {
    return {Format::kOpenMetrics, OpenMetricsType(openmetrics.escaping)};
  }
  return {Format::kText, "text/plain; version=0.0.4; charset=utf-8"};
}

bool AcceptsGzip(std::string_view accept_encoding) {
  return Best(ParseEntries(accept_encoding), OfGzip).quality > 0;
}

}  // namespace pitel
