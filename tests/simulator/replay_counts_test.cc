// A recording counts as its original does: the exporter's numbers of a varied
// stretch of simulated calls, and those of its recording.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "calls/calls_endpoint.h"
#include "doctor/pseudonyms.h"
#include "doctor/recorded_rows.h"
#include "simulator/parsed_response.h"
#include "simulator/quirky_response.h"
#include "simulator/recording.h"
#include "simulator/sample_worlds.h"

namespace pitel::simulation {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr seconds kInterval(10);
// Between the original and the replay.
constexpr seconds kShift = hours(50) + seconds(7);

// A family's numbers without names: those of all series by the labels that are
// no names, and those of tenants in ascending order.
using Numbers = std::map<std::string, std::vector<double>>;

bool IsName(std::string_view label) {
  return label == "tenant" || label == "server";
}

std::vector<double> NumbersOf(const Family& family, std::size_t series) {
  if (family.histograms.empty()) return {family.values[series]};
  std::vector<double> numbers;
  for (const auto& bucket : family.histograms[series].buckets) {
    numbers.push_back(static_cast<double>(bucket.cumulative_count));
  }
  return numbers;
}

void Add(const std::vector<double>& numbers, std::vector<double>& sums) {
  sums.resize(numbers.size());
  for (std::size_t i = 0; i < numbers.size(); ++i) sums[i] += numbers[i];
}

void AddFamily(const Family& family, Numbers& sums) {
  // Which of a call's servers counts depends on the order of their names.
  std::map<std::string, std::vector<double>> by_tenant;
  const std::string name(family.header().name);
  const LabelNames& labels = family.header().label_names;
  for (std::size_t series = 0; series < family.size(); ++series) {
    std::string key = name;
    std::string tenant;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const auto value = family.label_values[series * labels.size() + i];
      if (!IsName(labels[i])) key.append(" ").append(value);
      if (labels[i] == "tenant") tenant = value;
    }
    Add(NumbersOf(family, series), sums[key]);
    if (!tenant.empty()) Add(NumbersOf(family, series), by_tenant[tenant]);
  }
  std::vector<double>& ascending = sums[name + " by tenant"];
  for (const auto& [tenant, numbers] : by_tenant) {
    ascending.insert(ascending.end(), numbers.begin(), numbers.end());
  }
  std::sort(ascending.begin(), ascending.end());
}

// The exporter's counting of the calls of one target.
class Counter {
 public:
  Numbers Count(const std::string& body, WallTime now) {
    TextSource source(body);
    EXPECT_EQ(endpoint_.Read(source), std::nullopt);
    const Moment sent{SteadyTime(now.time_since_epoch()), now};
    const EndpointCounts counts = endpoint_.Count({sent, 0});
    Numbers numbers;
    for (const auto& families : {counts.gauges, counts.counters}) {
      for (const Family& family : families) {
        if (family.header().name != "pitel_api_response_size_bytes") {
          AddFamily(family, numbers);
        }
      }
    }
    endpoint_.Commit();
    return numbers;
  }

 private:
  CallsEndpoint endpoint_{"/v3/monitor", CallRules()};
};

std::string Recorded(const std::string& body, const Pseudonyms& pseudonyms,
                     WallTime now) {
  RecordedRows rows(pseudonyms);
  TextSource source(body);
  const auto summary = ReadMonitorRows(source, {&rows});
  EXPECT_TRUE(summary.ok());
  FetchReport report;
  report.sent.wall = now;
  return RecordedLine(1, report, rows.Body(*summary));
}

// Lets `polls` polls of a world count in both ways.
void ExpectSameNumbers(const Parameters& parameters, bool quirky, int polls,
                       bool switch_rows = false) {
  World world(parameters);
  const Pseudonyms pseudonyms;
  Counter original;
  std::vector<Numbers> expected;
  std::string recording = RecordingHeader();
  for (int poll = 0; poll < polls; ++poll) {
    const Time time = kMonday + minutes(5) + poll * kInterval;
    if (poll == 20) world.StartBacklog(0, 7, 3, minutes(1));
    if (poll == 40) world.CrashServer(0, minutes(1), minutes(30));
    world.AdvanceTo(time);
    RowOptions options;
    options.switch_rows = switch_rows;
    if (poll % 25 == 24) options.most_rows = 50;  // an incomplete response
    std::string body =
        RenderToString(world.directory(), world.board(), options);
    if (quirky) {
      QuirkyResponse response(static_cast<std::uint64_t>(poll),
                              parameters.utc_offset);
      body = response.Rewrite(body);
    }
    const WallTime now(time.time_since_epoch());
    expected.push_back(original.Count(body, now));
    recording += Recorded(body, pseudonyms, now);
  }
  std::istringstream input(recording);
  const auto replayed = ReadRecording(input, 1);
  ASSERT_EQ(replayed.size(), expected.size());
  Counter copy;
  for (std::size_t poll = 0; poll < replayed.size(); ++poll) {
    const WallTime now(replayed[poll].at + kShift);
    EXPECT_EQ(copy.Count(ShiftCallTimes(replayed[poll].body, kShift), now),
              expected[poll])
        << "poll " << poll;
    if (testing::Test::HasFailure()) return;
  }
  // The stretch had calls of all kinds.
  for (const char* name :
       {"pitel_calls_started_total inbound", "pitel_calls_ended_total outbound",
        "pitel_calls_unanswered_total inbound"}) {
    EXPECT_GT(expected.back().at(name).at(0), 5) << name;
  }
}

TEST(ReplayCounts, AreThoseOfTheOriginal) {
  ExpectSameNumbers(Mixed(300), false, 90);
}

TEST(ReplayCounts, AreThoseOfTheOriginalWithQuirkyValues) {
  ExpectSameNumbers(Mixed(300), true, 90);
}

TEST(ReplayCounts, AreThoseOfTheOriginalIfCallTimeMoves) {
  Parameters parameters = Mixed(300);
  parameters.quirks.call_time_moves_on_answer = true;
  ExpectSameNumbers(parameters, true, 60);
}

TEST(ReplayCounts, AreThoseOfTheOriginalWithTheRowsOfTheSwitch) {
  Parameters parameters = Mixed(300);
  parameters.quirks = SwitchQuirks();
  ExpectSameNumbers(parameters, true, 90, true);
}

}  // namespace
}  // namespace pitel::simulation
