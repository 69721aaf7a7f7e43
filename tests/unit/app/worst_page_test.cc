// The ceiling that --config.check prints is that of the real page. A new metric
// breaks this test until the figures of config/series_ceiling.cc are raised.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "app/exporter_metrics.h"
#include "app/target.h"
#include "calls/device.h"
#include "config/series_ceiling.h"
#include "metric/process.h"
#include "render/source.h"
#include "support/page_text.h"

namespace pitel {
namespace {

using std::chrono::seconds;

std::string Row(const std::string& id, const std::string& tenant,
                const std::string& server, const std::string& direction,
                const std::string& state) {
  return R"({"call_id": ")" + id + R"(", "extension": ")" + id +
         R"(", "domain_name": ")" + tenant + R"(", "server_host": ")" + server +
         R"(", "direction": ")" + direction + R"(", "call_state": ")" + state +
         R"(", "call_time": "2023-11-15 05:13:20"},)";
}

// Calls of every direction and state, for every tenant on every server, and
// phones of every kind.
std::string EveryCombination(const std::string& poll) {
  std::string rows;
  int count = 0;
  for (const char* tenant : {"a", "b", "c"}) {
    for (const char* server : {"x", "y", "z"}) {
      for (const char* direction : {"inbound", "outbound", "local", "new"}) {
        for (const char* state : {"RINGING", "ONCALL", "NEW"}) {
          const auto id = poll + "-" + std::to_string(++count);
          rows += Row(id, tenant, server, direction, state);
        }
      }
    }
  }
  for (const auto device : kDevices) {
    rows += R"({"domain_name": "a", "server_host": "x", "extension": ")" +
            std::string(device) + R"(", "user_agent": ")" +
            (device == "unknown" ? "" : std::string(device)) + "\"},";
  }
  rows.pop_back();
  return R"({"data": [)" + rows + R"(], "total": 1})";
}

std::uint64_t CountSeries(const std::string& samples) {
  return static_cast<std::uint64_t>(
      std::count(samples.begin(), samples.end(), '\n'));
}

// The series of a page after calls of every kind began and ended.
std::uint64_t SeriesUnder(const LabelLimits& limits) {
  TargetConfig config;
  config.name = "t";
  config.calls.limits = limits;
  Target target(config);
  for (int poll = 0; poll < 6; ++poll) {
    const Moment now{SteadyTime(seconds(1000 + 10 * poll)),
                     WallTime(seconds(1'700'000'000 + 10 * poll))};
    FetchReport report;
    report.sent = now;
    report.token_expiry = now.wall + seconds(60);
    report.clock_skew = 0.5;
    const std::string document = EveryCombination(std::to_string(poll));
    TextSource body(document);
    EXPECT_FALSE(target.Read(0, body));
    target.RecordRequests(report);
    target.Commit(0, target.Count(0, report));
    target.Succeed(report, {now, seconds(1)});
  }
  return CountSeries(SamplesOf(target.Shown()));
}

TEST(WorstPage, HasAsManySeriesAsTheCeilingSays) {
  for (const LabelLimits& limits :
       {LabelLimits{2, 2, 100}, LabelLimits{2, 2, 4}, LabelLimits{1, 1, 1}}) {
    CallRules rules;
    rules.limits = limits;
    EXPECT_EQ(SeriesUnder(limits), SeriesCeiling(rules)) << limits.tenants;
  }
}

// A waiting caller in each of three queues, others in each poll.
std::string EveryQueue(int poll) {
  std::string rows;
  for (const char* queue : {"x", "y", "z"}) {
    rows += R"({"status": "Waiting", "call_center_queue_uuid": ")" +
            std::string(queue) + R"(", "call_uuid": ")" + std::to_string(poll) +
            "\"},";
  }
  rows.pop_back();
  return R"({"data": [)" + rows + "]}";
}

std::string OneTenant(const std::string& tenant) {
  return R"({"data": [{"extension": "1", "domain_name": ")" + tenant +
         R"("}], "total": 1})";
}

// The series of a page with the queues of three tenants, one after another.
std::uint64_t SeriesOfQueues(const TargetConfig& config) {
  Target target(config);
  int poll = 0;
  for (const char* tenant : {"a", "b", "c"}) {
    const std::string documents[] = {OneTenant(tenant), EveryQueue(++poll)};
    for (std::size_t i = 0; i < target.endpoint_count(); ++i) {
      FetchReport report;
      report.sent = {SteadyTime(seconds(1000 + 10 * poll)),
                     WallTime(seconds(1'700'000'000 + 10 * poll))};
      TextSource body(documents[i]);
      EXPECT_FALSE(target.Read(i, body));
      target.Commit(i, target.Count(i, report));
      i == 0 ? target.Succeed(report, {report.sent, seconds(1)})
             : target.FurtherSucceeded(i);
    }
  }
  return CountSeries(SamplesOf(target.Shown()));
}

TEST(WorstPage, HasAsManySeriesOfQueuesAsTheCeilingSays) {
  TargetConfig config;
  config.name = "t";
  config.calls.limits.tenants = 1;
  config.queues.most_queues = 2;
  const auto without = SeriesOfQueues(config);
  config.queues.enabled = true;
  EXPECT_EQ(
      SeriesOfQueues(config) - without,
      SeriesCeiling(config.calls, config.queues) - SeriesCeiling(config.calls));
}

TEST(WorstPage, HasAsManySeriesOfTheProcess) {
  const auto process = ReadProcessFamilies();
  const auto exporter = ExporterFamilies(WallTime(), true, 0);
  EXPECT_EQ(CountSeries(RenderSource(process, "")->text) +
                CountSeries(RenderSource(exporter, "")->text),
            kProcessSeries);
}

}  // namespace
}  // namespace pitel
