#include "endpoint/tenant_filter.h"

#include <re2/re2.h>

#include <algorithm>
#include <utility>

namespace pitel {
namespace {

bool AnyMatches(const std::vector<TenantPattern>& patterns,
                std::string_view tenant) {
  return std::ranges::any_of(
      patterns, [&](auto& pattern) { return pattern.Matches(tenant); });
}

}  // namespace

Result<TenantPattern> TenantPattern::Parse(const std::string& text) {
  RE2::Options options;
  options.set_log_errors(false);
  auto expression = std::make_shared<const RE2>(text, options);
  if (expression->ok()) return TenantPattern(std::move(expression));
  // RE2 appends the faulty part after a colon.
  const std::string& error = expression->error();
  return Error{"contains an invalid regular expression: " +
               error.substr(0, error.find(": "))};
}

TenantPattern::TenantPattern(std::shared_ptr<const re2::RE2> expression)
    : expression_(std::move(expression)) {}

bool TenantPattern::Matches(std::string_view tenant) const {
  return RE2::FullMatch(re2::StringPiece(tenant.data(), tenant.size()),
                        *expression_);
}

const std::string& TenantPattern::Text() const {
  return expression_->pattern();
}

bool TenantFilter::Admits(std::string_view tenant) const {
  return (include.empty() || AnyMatches(include, tenant)) &&
         !AnyMatches(exclude, tenant);
}

}  // namespace pitel
