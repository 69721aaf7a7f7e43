#include "config/target_defaults.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "endpoint/tenant_filter.h"

namespace pitel {
namespace {

using std::chrono::days;
using std::chrono::nanoseconds;
using std::chrono::seconds;

constexpr Range<nanoseconds> kStaleAges{seconds(1), days(30)};
constexpr Range<nanoseconds> kGraces{seconds(0), days(1)};
constexpr Range<nanoseconds> kSeriesTtls{seconds(1), days(365)};
constexpr Range<std::size_t> kTenantLimits{1, 1'000'000};
constexpr Range<std::size_t> kServerLimits{1, 100'000};
constexpr Range<std::size_t> kSeriesLimits{1, 10'000'000};
constexpr Range<std::size_t> kTrackedCallLimits{1, 100'000'000};

void ReadCallerKey(const MappingReader& calls, CallerKey& key) {
  std::string name;
  if (!calls.ReadText("caller_key", name)) return;
  if (name == "pair") {
    key = CallerKey::kPair;
  } else if (name == "cid_num") {
    key = CallerKey::kCidNum;
  } else if (name == "b_cid_num") {
    key = CallerKey::kBCidNum;
  } else if (name == "call_id") {
    key = CallerKey::kCallId;
  } else {
    calls.Report("caller_key", "(" + Quoted(name) +
                                   ") must be pair, cid_num, b_cid_num or "
                                   "call_id");
  }
}

void ReadCalls(const MappingReader& calls, TargetDefaults& defaults) {
  CallRules& rules = defaults.calls;
  calls.ReadDuration("stale_ringing_after", kStaleAges,
                     rules.stale_ringing_after);
  calls.ReadDuration("stale_oncall_after", kStaleAges,
                     rules.stale_oncall_after);
  ReadCallerKey(calls, rules.caller_key);
  nanoseconds grace{};
  if (calls.ReadDuration("grace", kGraces, grace)) defaults.grace = grace;
  calls.ReadDuration("series_ttl", kSeriesTtls, rules.series_ttl);
}

void ReadLimits(const MappingReader& limits, CallRules& rules) {
  limits.ReadCount("tenants", kTenantLimits, rules.limits.tenants);
  limits.ReadCount("servers", kServerLimits, rules.limits.servers);
  limits.ReadCount("series", kSeriesLimits, rules.limits.series);
  limits.ReadCount("tracked_calls", kTrackedCallLimits, rules.tracked_calls);
}

std::optional<Error> CheckPattern(const std::string& pattern) {
  const auto filter = TenantFilter::Compile({{pattern}, {}});
  if (filter) return std::nullopt;
  return Error{"is wrong: " + filter.error().message};
}

}  // namespace

TargetDefaults ReadTargetDefaults(const MappingReader& root) {
  TargetDefaults defaults;
  ProblemList& problems = root.problems();
  ReadCalls({root.Nested("calls"), kCallsKeys, problems}, defaults);
  ReadLimits({root.Nested("limits"), kLimitsKeys, problems}, defaults.calls);
  const MappingReader tenants(root.Nested("tenants"), kTenantsKeys, problems);
  TenantPatterns& patterns = defaults.calls.tenants;
  tenants.ReadTexts("include", CheckPattern, patterns.include);
  tenants.ReadTexts("exclude", CheckPattern, patterns.exclude);
  return defaults;
}

nanoseconds DefaultGrace(nanoseconds interval) {
  return std::max<nanoseconds>(2 * interval, seconds(30));
}

}  // namespace pitel
