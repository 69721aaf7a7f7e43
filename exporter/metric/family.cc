#include "metric/family.h"

#include <utility>

namespace pitel {

void Family::Add(std::initializer_list<std::string_view> labels,
                 HistogramValue value) {
  label_values.insert(label_values.end(), labels);
  histograms.push_back(std::move(value));
}

// Filled member by member: g++ 12 destroys the members of an aggregate twice if
// memory runs out while one is built as an argument.
Family MakeFamily(MetricType type, std::string_view name, std::string_view help,
                  std::initializer_list<const char*> label_names) {
  Family family;
  family.header.name = name;
  family.header.help = help;
  family.header.type = type;
  family.header.label_names.assign(label_names.begin(), label_names.end());
  return family;
}

Family SingleSeries(MetricType type, std::string_view name,
                    std::string_view help, double value) {
  Family family = MakeFamily(type, name, help);
  family.Add({}, value);
  return family;
}

}  // namespace pitel
