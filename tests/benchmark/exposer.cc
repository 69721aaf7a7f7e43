// Serves the series of a page with prometheus-cpp's Exposer, to compare the
// exporter with: pitel_exposer ADDRESS PAGE. See README.md.
#include <prometheus/exposer.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <cstdio>
#include <exception>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <regex>
#include <stdexcept>
#include <string>

namespace {

using Families = std::map<std::string, prometheus::Family<prometheus::Gauge>*>;

prometheus::Labels LabelsOf(const std::string& text) {
  static const std::regex kLabel("(\\w+)=\"([^\"]*)\"");
  prometheus::Labels labels;
  for (std::sregex_iterator at(text.begin(), text.end(), kLabel), end;
       at != end; ++at) {
    labels.emplace((*at)[1], (*at)[2]);
  }
  return labels;
}

// Adds the series of a line `name{labels} value`. All become gauges.
void AddSeries(const std::string& line, Families& families,
               prometheus::Registry& registry) {
  const std::size_t space = line.rfind(' ');
  const std::string series = line.substr(0, space);
  const std::string name = series.substr(0, series.find('{'));
  auto& family = families[name];
  if (family == nullptr) {
    family = &prometheus::BuildGauge().Name(name).Help(name).Register(registry);
  }
  family->Add(LabelsOf(series.substr(name.size())))
      .Set(std::stod(line.substr(space + 1)));
}

void Run(const char* address, const char* page) {
  const auto registry = std::make_shared<prometheus::Registry>();
  Families families;
  std::ifstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with('#')) AddSeries(line, families, *registry);
  }
  if (families.empty()) throw std::runtime_error("the page is empty");
  prometheus::Exposer exposer(address, 8);
  exposer.RegisterCollectable(registry);
  std::cout << "listening on " << exposer.GetListeningPorts().front()
            << std::endl;
  std::string line;
  std::getline(std::cin, line);  // until its input ends
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 3) throw std::runtime_error("usage: pitel_exposer ADDRESS PAGE");
  Run(argv[1], argv[2]);
  return 0;
} catch (const std::exception& exception) {
  std::fprintf(stderr, "pitel_exposer: %s\n", exception.what());
  return 1;
}
