#include "fetch/http_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "sweep.h"
#include "unit/fetch/fetching.h"

namespace pitel {
namespace {

using testing::HasSubstr;
using testing::Not;

// libcurl's message for a failed callback would hide the cause.
TEST(HttpClient, ReportsNoWriteErrorIfAnAllocationFails) {
  const SystemClock clock;
  const ScriptedServer server(
      Bytes(ResponseText(200, std::string(100'000, 'x'), {"Retry-After: 10"})));
  LoneClient client(OptionsFor(server.url()), clock);
  ReceivedResponse received;
  const auto failed = SweepAllocations(
      AllocationScope::kThisThread,
      [&] {
        received = {};
        received = Fetch(client);
      },
      [&] {
        EXPECT_THAT(received.detail, Not(HasSubstr("writing")));
        EXPECT_EQ(Fetch(client).reason, "");
      });
  EXPECT_GT(failed, 50u);
}

}  // namespace
}  // namespace pitel
