#pragma once

#include <memory>
#include <string_view>

#include "base/result.h"
#include "calls/rules.h"

namespace pitel {

// Which tenants count, by their label. Immutable; movable; may be asked from
// several threads at once.
class TenantFilter {
 public:
  // The error names the first pattern that is not a regular expression of RE2.
  static Result<TenantFilter> Compile(const TenantPatterns& patterns);

  TenantFilter(TenantFilter&&) noexcept;
  TenantFilter& operator=(TenantFilter&&) noexcept;
  ~TenantFilter();

  // A pattern matches the whole label or not at all.
  bool Admits(std::string_view tenant) const;

 private:
  struct Expressions;
  explicit TenantFilter(std::unique_ptr<const Expressions> expressions);

  std::unique_ptr<const Expressions> expressions_;
};

}  // namespace pitel
