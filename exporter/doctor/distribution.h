#pragma once

#include <cstddef>
#include <vector>

namespace pitel {

// Numbers whose median and highest value a report states. Keeps the first
// kMost, which bounds memory.
class Distribution {
 public:
  static constexpr std::size_t kMost = 100'000;

  void Add(double value);
  std::size_t size() const { return values_.size(); }
  bool empty() const { return values_.empty(); }
  // The value that `share` (0 to 1) of the values do not exceed; 0 if there are
  // none.
  double Quantile(double share) const;
  double Median() const { return Quantile(0.5); }
  double Highest() const { return Quantile(1); }

  bool operator==(const Distribution&) const = default;

 private:
  std::vector<double> values_;
};

}  // namespace pitel
