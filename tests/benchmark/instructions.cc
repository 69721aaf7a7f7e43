// Fixed work whose instructions instructions_test.py counts under callgrind.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/publisher.h"
#include "app/target.h"
#include "base/clock.h"
#include "json/byte_source.h"
#include "render/page.h"
#include "simulator/rows.h"
#include "simulator/world.h"

// The work to count. Its name is in instructions_test.py.
extern "C" [[gnu::noinline]] void MeasuredWork(
    const std::function<void()>& work) {
  work();
}

namespace pitel::benchmark {
namespace {

using simulation::Parameters;
using Chunks = std::vector<std::string>;

constexpr std::chrono::seconds kInterval{10};
constexpr std::chrono::minutes kWarmUp{20};
// As much as libcurl hands over at once.
constexpr std::size_t kChunkBytes = 16 << 10;

// A response as it arrives.
class ChunkSource final : public ByteSource {
 public:
  explicit ChunkSource(const Chunks& chunks) : chunks_(chunks) {}
  std::string_view Next() override {
    return next_ < chunks_.size() ? std::string_view(chunks_[next_++])
                                  : std::string_view();
  }

 private:
  const Chunks& chunks_;
  std::size_t next_ = 0;
};

// A platform with about `calls` legs in progress at any time: each phone makes
// 8 calls an hour, of two and a half minutes, and a third are unanswered.
Parameters BusyPlatform(std::uint32_t calls, std::uint32_t tenants) {
  Parameters parameters;
  parameters.begin = std::chrono::sys_days(std::chrono::year(2024) / 5 / 6);
  parameters.rhythm = false;
  parameters.calls_per_extension_hour = 8;
  parameters.extensions = 3 * calls;
  parameters.tenants = tenants;
  parameters.keep_finished_calls = false;
  return parameters;
}

std::vector<Chunks> Responses(const Parameters& parameters, int polls) {
  simulation::World world(parameters);
  simulation::RowOptions options;
  options.idle_rows = false;
  options.chunk_bytes = kChunkBytes;
  std::string buffer;
  std::vector<Chunks> responses;
  for (int i = 0; i < polls; ++i) {
    world.AdvanceTo(parameters.begin + kWarmUp + i * kInterval);
    std::string text;
    simulation::RenderRows(world.directory(), world.board(), options, buffer,
                           [&](std::string_view chunk) {
                             text += chunk;
                             return true;
                           });
    Chunks& chunks = responses.emplace_back();
    for (std::size_t at = 0; at < text.size(); at += kChunkBytes) {
      chunks.push_back(text.substr(at, kChunkBytes));
    }
  }
  return responses;
}

// A target that polls prepared responses.
class PolledTarget {
 public:
  PolledTarget(std::string name, std::chrono::sys_seconds begin)
      : target_(Config(std::move(name))), now_(begin + kWarmUp) {}

  void Poll(const Chunks& response) {
    ChunkSource body(response);
    if (const auto error = target_.Read(0, body)) {
      throw std::runtime_error(error->message);
    }
    FetchReport report;
    const auto time = now_.time_since_epoch();
    report.sent = {SteadyTime(time), WallTime(time)};
    target_.Commit(0, target_.Count(0, report));
    target_.Succeed(report, {report.sent, {}});
    now_ += kInterval;
  }
  ShownTarget Shown() const { return target_.Shown(); }

 private:
  static TargetConfig Config(std::string name) {
    TargetConfig config;
    config.name = std::move(name);
    config.poll.interval = kInterval;
    config.calls.interval = kInterval;
    return config;
  }

  Target target_;
  std::chrono::sys_seconds now_;
};

// One poll of `calls` rows, after three others.
void Poll(std::uint32_t calls, std::uint32_t tenants) {
  const Parameters platform = BusyPlatform(calls, tenants);
  const auto responses = Responses(platform, 4);
  PolledTarget target("site",
                      std::chrono::floor<std::chrono::seconds>(platform.begin));
  for (int i = 0; i < 3; ++i) target.Poll(responses[i]);
  MeasuredWork([&] { target.Poll(responses[3]); });
}

ShownTarget ShownAfterPolls(std::string name, std::uint32_t calls,
                            std::uint32_t tenants) {
  const Parameters platform = BusyPlatform(calls, tenants);
  PolledTarget target(std::move(name),
                      std::chrono::floor<std::chrono::seconds>(platform.begin));
  for (const Chunks& response : Responses(platform, 2)) target.Poll(response);
  ShownTarget shown = target.Shown();
  for (ShownEndpoint& endpoint : shown.endpoints) {
    endpoint.fades_at = SteadyTime::max();
  }
  return shown;
}

// Makes the page of some 12,000 series in both encodings.
void MakePage() {
  const SystemClock clock;
  Publisher publisher([] { return RenderSource({}, ""); }, clock);
  publisher.Show(ShownAfterPolls("site", 4'000, 210));
  publisher.PublishNow();
  MeasuredWork([&] {
    const auto page = publisher.Current();
    page->Make({Format::kText, false});
    page->Make({Format::kText, true});
  });
}

// Publishes the change of one target among a thousand.
void Publish() {
  const SystemClock clock;
  Publisher publisher([] { return RenderSource({}, ""); }, clock);
  const ShownTarget shown = ShownAfterPolls("site", 50, 1);
  for (int i = 0; i < 1000; ++i) {
    ShownTarget target = shown;
    target.overview.name = "site-" + std::to_string(i);
    publisher.Show(std::move(target));
  }
  publisher.PublishNow();
  ShownTarget changed = shown;
  changed.overview.name = "site-500";
  MeasuredWork([&] {
    publisher.Show(std::move(changed));
    publisher.PublishNow();
  });
}

int Run(std::string_view work) {
  if (work == "poll") {
    Poll(10'000, 100);
  } else if (work == "page") {
    MakePage();
  } else if (work == "publication") {
    Publish();
  } else {
    std::fputs("usage: pitel_instructions poll|page|publication\n", stderr);
    return 2;
  }
  return 0;
}

}  // namespace
}  // namespace pitel::benchmark

int main(int argc, char** argv) {
  return pitel::benchmark::Run(argc == 2 ? argv[1] : "");
}
