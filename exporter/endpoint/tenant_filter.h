#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace pitel {

// RE2 patterns that match the whole tenant label; validated by the
// configuration. Exclude wins; an empty include lets every tenant in.
struct TenantPatterns {
  std::vector<std::string> include;
  std::vector<std::string> exclude;

  bool operator==(const TenantPatterns&) const = default;
};

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
