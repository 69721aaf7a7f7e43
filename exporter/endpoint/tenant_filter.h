#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace re2 {
class RE2;
}

namespace pitel {

// A regular expression of RE2 that must match the whole tenant label. Immutable
// and thread-safe. Copies share the compiled expression, which is large: every
// target has one.
class TenantPattern {
 public:
  // The error is RE2's reason to refuse `text`.
  static Result<TenantPattern> Parse(const std::string& text);

  bool Matches(std::string_view tenant) const;
  const std::string& Text() const;

  bool operator==(const TenantPattern& other) const {
    return Text() == other.Text();
  }

 private:
  explicit TenantPattern(std::shared_ptr<const re2::RE2> expression);

  std::shared_ptr<const re2::RE2> expression_;
};

// Which tenants count, by their label. Exclude wins; an empty include lets
// every tenant in.
struct TenantFilter {
  std::vector<TenantPattern> include;
  std::vector<TenantPattern> exclude;

  bool Admits(std::string_view tenant) const;

  bool operator==(const TenantFilter&) const = default;
};

}  // namespace pitel
