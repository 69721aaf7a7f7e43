// The exporter's tracker against the plain one, on random calls over many
// polls.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "environment.h"
#include "plain_counter.h"
#include "random_calls.h"
#include "real_counter.h"

namespace pitel::differential {
namespace {

constexpr int kPollsPerSequence = 80;

// The first difference, or inconsistency of either; empty if there is none.
std::string Disagreement(const CallRules& rules,
                         const std::vector<CallsPoll>& polls) {
  plain::PlainCounter plain(rules);
  RealCounter real(rules);
  for (std::size_t i = 0; i < polls.size(); ++i) {
    const std::string document = polls[i].Document();
    std::string differences = Differences(plain.Poll(document, polls[i].sent),
                                          real.Poll(document, polls[i].sent));
    differences += plain.BrokenEquations();
    if (!differences.empty()) {
      return "poll " + std::to_string(i + 1) + ":\n" + differences;
    }
  }
  return "";
}

// Fewer polls with fewer rows that still make a difference.
class Shrinking {
 public:
  Shrinking(const CallRules& rules, std::vector<CallsPoll> polls)
      : rules_(rules), polls_(std::move(polls)) {
    std::size_t before = 0;
    while (before != Size()) {
      before = Size();
      for (std::size_t run = polls_.size(); run > 0; run /= 2) DropPolls(run);
      for (std::size_t i = polls_.size(); i-- > 0;) DropRows(i);
    }
  }

  const std::vector<CallsPoll>& polls() const { return polls_; }

 private:
  std::size_t Size() const {
    std::size_t size = polls_.size();
    for (const CallsPoll& poll : polls_) size += poll.rows.size();
    return size;
  }

  void Try(std::vector<CallsPoll> fewer) {
    if (!Disagreement(rules_, fewer).empty()) polls_ = std::move(fewer);
  }

  void DropPolls(std::size_t run) {
    for (std::size_t end = polls_.size(); end >= run; --end) {
      if (end > polls_.size()) continue;
      std::vector<CallsPoll> fewer = polls_;
      fewer.erase(fewer.begin() + std::ptrdiff_t(end - run),
                  fewer.begin() + std::ptrdiff_t(end));
      Try(std::move(fewer));
      if (run > 1) end -= run / 2;
    }
  }

  void DropRows(std::size_t poll) {
    for (std::size_t row = polls_[poll].rows.size(); row-- > 0;) {
      std::vector<CallsPoll> fewer = polls_;
      auto& rows = fewer[poll].rows;
      rows.erase(rows.begin() + std::ptrdiff_t(row));
      Try(std::move(fewer));
    }
  }

  const CallRules& rules_;
  std::vector<CallsPoll> polls_;
};

std::string Show(const CallRules& rules, const std::vector<CallsPoll>& polls) {
  std::ostringstream text;
  text << "interval " << Seconds(rules.interval) << " grace "
       << Seconds(rules.grace) << " stale "
       << Seconds(rules.stale_ringing_after) << " "
       << Seconds(rules.stale_oncall_after) << " key " << int(rules.caller_key)
       << " tracked " << rules.tracked_calls << " tenants "
       << rules.limits.tenants << " ttl " << Seconds(rules.series_ttl) << "\n";
  for (const CallsPoll& poll : polls) {
    text << Seconds(poll.sent.steady - CasePoll{}.Sent().steady)
         << " s: " << poll.Document() << "\n";
  }
  return text.str() + Disagreement(rules, polls);
}

// FOLLOWING_SEQUENCES makes it longer, FOLLOWING_SEED starts elsewhere.
TEST(Differential, RandomCallsAreFollowedAlike) {
  const std::uint64_t first = FromEnvironment("FOLLOWING_SEED", 1);
  const std::uint64_t count = FromEnvironment("FOLLOWING_SEQUENCES", 30);
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    RandomCalls calls(seed);
    std::vector<CallsPoll> polls;
    while (polls.size() < kPollsPerSequence) polls.push_back(calls.Next());
    if (Disagreement(calls.rules(), polls).empty()) continue;
    FAIL() << "FOLLOWING_SEED=" << seed << "\n"
           << Show(calls.rules(), Shrinking(calls.rules(), polls).polls());
  }
}

// When each call_id was last seen, to detect those that return.
class Sightings {
 public:
  // The number of rows whose call_ids were out of sight for longer than
  // `shortest`, but no longer than `longest`.
  int CountReturned(const CallsPoll& poll, std::chrono::seconds longest,
                    std::chrono::nanoseconds shortest) const {
    int returned = 0;
    for (const auto& [id, time] : seen_) {
      const auto absence = poll.sent.steady - time;
      if (absence <= shortest || absence > longest) continue;
      returned += int(std::ranges::count(poll.rows, id, &CaseRow::call_id));
    }
    return returned;
  }
  void See(const CallsPoll& poll) {
    for (const CaseRow& row : poll.rows) {
      if (!row.call_id.empty()) seen_[row.call_id] = poll.sent.steady;
    }
  }

 private:
  std::map<std::string, SteadyTime> seen_;
};

// The number of ringing rows with a withheld number, apart from the first.
int CountWithheldBesides(const CallsPoll& poll) {
  const auto withheld = std::ranges::count_if(poll.rows, [](auto& row) {
    return row.call_state == "RINGING" && row.direction == "inbound" &&
           row.b_cid_num == "19001000" &&
           (row.cid_num == "" || row.cid_num == "anonymous" ||
            row.cid_num == "0000000000");
  });
  return withheld > 1 ? int(withheld) - 1 : 0;
}

// Comparing zeros would prove nothing.
TEST(RandomCalls, BringBackCallsAndWithholdNumbers) {
  constexpr std::chrono::minutes kForgotten(15);
  int returned = 0;
  int returned_late = 0;
  int withheld = 0;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    RandomCalls calls(seed);
    const auto gone = calls.rules().grace + 2 * calls.rules().interval;
    Sightings sightings;
    for (int i = 0; i < kPollsPerSequence; ++i) {
      const CallsPoll poll = calls.Next();
      if (poll.fails) continue;
      returned += sightings.CountReturned(poll, kForgotten, gone);
      returned_late += sightings.CountReturned(poll, std::chrono::hours(1),
                                               kForgotten + gone);
      withheld += CountWithheldBesides(poll);
      sightings.See(poll);
    }
  }
  EXPECT_GE(returned, 100);
  EXPECT_GE(returned_late, 20);
  EXPECT_GE(withheld, 100);
}

TEST(RandomCalls, MakeEveryEventHappen) {
  std::map<std::string, double> sums;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    RandomCalls calls(seed);
    plain::PlainCounter counter(calls.rules());
    std::map<std::string, double> last;
    for (int i = 0; i < kPollsPerSequence; ++i) {
      const CallsPoll poll = calls.Next();
      const Outcome outcome = counter.Poll(poll.Document(), poll.sent);
      if (poll.incomplete) ++sums["incomplete"];
      if (poll.fails) ++sums["failed"];
      if (outcome.failure.empty()) last = outcome.series;
    }
    for (const auto& [series, value] : last) {
      const bool of_state = series.starts_with("pitel_calls_lost");
      const bool oncall = series.ends_with("state=\"oncall\"}");
      sums[series.substr(0, series.find('{')) +
           (of_state ? (oncall ? " oncall" : " ringing") : "")] += value;
    }
  }
  for (const char* name :
       {"pitel_calls_started_total", "pitel_calls_answered_total",
        "pitel_calls_unanswered_total", "pitel_calls_ended_total",
        "pitel_calls_lost_total ringing", "pitel_calls_lost_total oncall",
        "pitel_call_wait_seconds_count", "pitel_call_duration_seconds_count",
        "incomplete", "failed"}) {
    EXPECT_GE(sums[name], 20) << name;
  }
}

}  // namespace
}  // namespace pitel::differential
