// A small site for the tests of the server.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "render/page.h"
#include "render/scrape.h"
#include "render/source.h"
#include "serve/site.h"

namespace pitel::testing {

inline std::shared_ptr<const Page> PageWith(std::size_t series) {
  static constexpr FamilyHeader kCalls{
      "pitel_calls_total", "Calls.", MetricType::kCounter, {"tenant"}};
  std::vector<std::string> names;
  for (std::size_t i = 0; i < series; ++i) names.push_back(std::to_string(i));
  Family family(kCalls);
  for (const auto& name : names) family.Add({name}, 1);
  return std::make_shared<const Page>(
      std::vector{RenderSource({&family, 1}, "hcm")});
}

class ExampleSite {
 public:
  explicit ExampleSite(std::size_t series = 1) : page(PageWith(series)) {}

  Site site() { return site(clock); }
  Site site(const Clock& now) {
    return {[this] { return page; },
            [this] { return overview; },
            [this] { return ready.load(); },
            [] { return std::string("targets: []\n"); },
            [](Format format, const Selection& selection) {
              return RenderTail({}, format, selection);
            },
            [this] { return trouble; },
            "1.2.3",
            now.Now(),
            now};
  }

  std::shared_ptr<const Page> page;
  Overview overview;
  std::atomic<bool> ready = false;
  std::string trouble;
  SystemClock clock;
};

}  // namespace pitel::testing
