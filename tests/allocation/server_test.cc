#include "serve/server.h"

#include <gtest/gtest.h>

#include <memory>

#include "app/process_tail.h"
#include "sweep.h"
#include "unit/serve/example_site.h"

namespace pitel {
namespace {

class ServerTest : public ::testing::Test {
 protected:
  ServerTest() {
    Overview overview;
    overview.ready = true;
    site_.overview.Publish(overview);
  }

  std::unique_ptr<Server> Start() {
    ServerOptions options;
    options.listen_addresses = {"127.0.0.1:0"};
    Site site = site_.site();
    site.tail = RenderProcessTail;
    return std::make_unique<Server>(options, site, log_);
  }

  testing::ExampleSite site_;
  Log log_{LogLevel::kError, LogFormat::kLogfmt};
};

TEST_F(ServerTest, StartsOrThrowsWhateverAllocationFails) {
  const auto failed = SweepAllocations(
      AllocationScope::kThisThread, [&] { Start(); }, [] {});
  EXPECT_GT(failed, 10u);
}

}  // namespace
}  // namespace pitel
