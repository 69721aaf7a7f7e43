#include "metric/family.h"

#include <utility>

namespace pitel {

void Family::Add(std::initializer_list<std::string_view> labels, double value) {
  label_values.insert(label_values.end(), labels);
  values.push_back(value);
}

void Family::Add(std::initializer_list<std::string_view> labels,
                 HistogramValue value) {
  label_values.insert(label_values.end(), labels);
  histograms.push_back(std::move(value));
}

}  // namespace pitel
