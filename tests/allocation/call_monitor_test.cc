#include "calls/call_monitor.h"

#include <gtest/gtest.h>

#include <string>
#include <type_traits>
#include <vector>

#include "calls/call_counters.h"
#include "calls/call_gauges.h"
#include "render/scrape.h"
#include "sweep.h"

namespace pitel {
namespace {

using std::chrono::seconds;

// Commit allocates no memory.
static_assert(std::is_nothrow_move_constructible_v<CountedResponse>);
static_assert(std::is_nothrow_move_assignable_v<CallHistory>);

std::string Row(const char* tenant, const std::string& call, const char* state,
                const std::string& caller) {
  return R"({"domain_name": ")" + std::string(tenant) +
         R"(.tenants.example.com", "server_host": "pbx-1.example.com",
          "direction": "inbound", "extension": "1)" +
         call + R"(", "call_id": ")" + call + R"(", "call_state": ")" + state +
         R"(", "cid_num": ")" + caller +
         R"(", "call_time": "2023-11-15 05:13:20",
          "user_agent": "Yealink SIP-T46U 108.86.0.45"})";
}

std::string Document(const std::vector<std::string>& rows) {
  std::string text = R"({"data": [)";
  for (const std::string& row : rows) {
    text += (&row == &rows.front() ? "" : ",") + row;
  }
  return text + R"(], "total": )" + std::to_string(rows.size()) + "}";
}

// Calls ring, are answered, end and are offered to other phones; tenants appear
// and disappear.
std::vector<std::string> Documents() {
  const std::string idle = R"({"domain_name": "c.tenants.example.com",
      "server_host": "pbx-2.example.com", "extension": "300"})";
  return {
      Document({idle}),
      Document({Row("a", "c1", "RINGING", "0900000001"),
                Row("a", "c2", "RINGING", "0900000002"),
                Row("b", "c3", "RINGING", "0900000003"), idle}),
      Document({Row("a", "c1", "ONCALL", "0900000001"),
                Row("a", "c4", "RINGING", "0900000002"),
                Row("d", "c5", "RINGING", "0900000005"), idle}),
      Document({Row("d", "c5", "ONCALL", "0900000005"),
                Row("e", "c6", "RINGING", "0900000006")}),
  };
}

Moment PollTime(std::size_t poll) {
  const seconds after(10 * poll);
  return {SteadyTime(seconds(5000) + after),
          WallTime(seconds(1'700'000'000) + after)};
}

std::string TextOf(const std::vector<Family>& families) {
  return RenderTail(families, Format::kText);
}

std::string TextOf(const CountedResponse& counted) {
  return TextOf(CallGauges(counted.snapshot)) +
         TextOf(CallCounters(counted.next.tracker.totals()));
}

CallRules Rules() {
  CallRules rules;
  rules.grace = seconds(10);
  return rules;
}

CountedResponse Count(const CallMonitor& monitor, const std::string& document,
                      std::size_t poll) {
  TextSource body(document);
  auto response = monitor.Read(Rules(), body);
  return monitor.Count(Rules(), *std::move(response), PollTime(poll));
}

TEST(CallMonitor, CountsAResponseOnceWhicheverAllocationFails) {
  CallMonitor control;
  CallMonitor monitor;
  const std::vector<std::string> documents = Documents();
  std::size_t failed = 0;
  for (std::size_t poll = 0; poll < documents.size(); ++poll) {
    const std::string before =
        TextOf(CallCounters(monitor.history().tracker.totals()));
    CountedResponse counted = Count(control, documents[poll], poll);
    const std::string expected = TextOf(counted);
    failed += SweepAllocations(
        AllocationScope::kThisThread,
        [&] { Count(monitor, documents[poll], poll); },
        [&] {
          EXPECT_EQ(TextOf(CallCounters(monitor.history().tracker.totals())),
                    before);
          EXPECT_EQ(TextOf(Count(monitor, documents[poll], poll)), expected);
        });
    control.Commit(std::move(counted));
    monitor.Commit(Count(monitor, documents[poll], poll));
  }
  EXPECT_GT(failed, 200u);
  // Calls were followed at all.
  EXPECT_EQ(monitor.history()
                .tracker.totals()
                .tenants.at("a.tenants.example.com")
                .counts[0]
                .ended,
            1u);
}

TEST(CallMonitor, CommitsWithoutMemory) {
  CallMonitor monitor;
  const std::vector<std::string> documents = Documents();
  for (std::size_t poll = 0; poll < documents.size(); ++poll) {
    CountedResponse counted = Count(monitor, documents[poll], poll);
    const FailNthAllocation failing(1, AllocationScope::kThisThread);
    monitor.Commit(std::move(counted));
    const bool failed = failing.failed();
    EXPECT_FALSE(failed);
  }
}

}  // namespace
}  // namespace pitel
