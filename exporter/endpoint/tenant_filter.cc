#include "endpoint/tenant_filter.h"

#include <re2/re2.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pitel {
namespace {

using Alternatives = std::vector<std::unique_ptr<const RE2>>;

bool AnyMatches(const Alternatives& alternatives, std::string_view tenant) {
  const re2::StringPiece label(tenant.data(), tenant.size());
  return std::any_of(
      alternatives.begin(), alternatives.end(),
      [&](const auto& pattern) { return RE2::FullMatch(label, *pattern); });
}

std::optional<Error> Append(const std::vector<std::string>& patterns,
                            Alternatives& alternatives) {
  RE2::Options options;
  options.set_log_errors(false);
  for (const auto& pattern : patterns) {
    auto compiled = std::make_unique<const RE2>(pattern, options);
    if (!compiled->ok()) {
      return Error{"`" + pattern +
                   "` is not a regular expression: " + compiled->error()};
    }
    alternatives.push_back(std::move(compiled));
  }
  return std::nullopt;
}

}  // namespace

struct TenantFilter::Expressions {
  Alternatives include;
  Alternatives exclude;
};

Result<TenantFilter> TenantFilter::Compile(const TenantPatterns& patterns) {
  auto expressions = std::make_unique<Expressions>();
  if (auto error = Append(patterns.include, expressions->include)) {
    return *std::move(error);
  }
  if (auto error = Append(patterns.exclude, expressions->exclude)) {
    return *std::move(error);
  }
  return TenantFilter(std::move(expressions));
}

TenantFilter::TenantFilter(std::unique_ptr<const Expressions> expressions)
    : expressions_(std::move(expressions)) {}
TenantFilter::TenantFilter(TenantFilter&&) noexcept = default;
TenantFilter& TenantFilter::operator=(TenantFilter&&) noexcept = default;
TenantFilter::~TenantFilter() = default;

bool TenantFilter::Admits(std::string_view tenant) const {
  const auto& [include, exclude] = *expressions_;
  return (include.empty() || AnyMatches(include, tenant)) &&
         !AnyMatches(exclude, tenant);
}

}  // namespace pitel
