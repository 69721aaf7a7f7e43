// A site with a page or two, for the tests of what is served.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "render/pages.h"
#include "serve/site.h"

namespace pitel::testing {

inline Pages PagesWith(std::size_t series) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < series; ++i) names.push_back(std::to_string(i));
  Family family;
  family.header = {
      "pitel_calls_total", "Calls.", MetricType::kCounter, {"tenant"}};
  for (const auto& name : names) family.Add({name}, 1);
  const auto source = RenderSource({&family, 1}, "hcm");
  const RenderedSource* const sources[] = {&source};
  return JoinPages(sources);
}

class ExampleSite {
 public:
  explicit ExampleSite(std::size_t series = 1) : pages(PagesWith(series)) {}

  Site site() { return site(clock); }
  Site site(const Clock& now) {
    const auto end = [](Format format) { return RenderTail({}, format); };
    return {[this] { return pages.Read(); }, overview, config,    end,
            [this] { return trouble; },      "1.2.3",  now.Now(), now};
  }

  Published<Pages> pages;
  Published<Overview> overview{Overview{}};
  Published<std::string> config{"targets: []\n"};
  std::string trouble;
  SystemClock clock;
};

}  // namespace pitel::testing
