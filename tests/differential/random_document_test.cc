#include "random_document.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "plain_counter.h"

namespace pitel::differential {
namespace {

TEST(RandomPolls, AreTheSameForASeed) {
  RandomPolls one(7);
  RandomPolls again(7);
  RandomPolls other(8);
  EXPECT_EQ(one.rules(), again.rules());
  const RandomPoll poll = one.Next();
  const RandomPoll same = again.Next();
  EXPECT_EQ(poll.document, same.document);
  EXPECT_EQ(poll.sent, same.sent);
  EXPECT_NE(poll.document, other.Next().document);
}

// Sums of the families over many polls: comparing zeros would prove nothing.
TEST(RandomPolls, MakeEveryNumberCount) {
  std::map<std::string, double> sums;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    RandomPolls polls(seed);
    plain::PlainCounter counter(polls.rules());
    for (int i = 0; i < 25; ++i) {
      const auto [document, sent] = polls.Next();
      const Outcome outcome = counter.Poll(document, sent);
      ++sums["failure " + outcome.failure];
      for (const auto& [series, value] : outcome.series) {
        sums[series.substr(0, series.find('{'))] += value;
        if (series.find("\"_other\"") != std::string::npos) sums["_other"] += 1;
      }
      const auto& reported = outcome.series.find("pitel_api_reported_rows");
      if (reported == outcome.series.end()) continue;
      const double rows = outcome.series.at("pitel_api_rows");
      if (rows < reported->second) ++sums["incomplete"];
    }
  }
  for (const char* name :
       {"pitel_active_calls", "pitel_active_legs", "pitel_extensions",
        "pitel_extension_devices", "pitel_ringing_callers",
        "pitel_ringing_oldest_seconds", "pitel_stale_legs", "pitel_api_rows",
        "pitel_overflowed_label_values", "pitel_api_unknown_values_total",
        "pitel_api_rejected_rows_total", "failure parse", "failure schema",
        "incomplete", "_other"}) {
    EXPECT_GE(sums[name], 10) << name;
  }
  // Failed polls compare little.
  EXPECT_GE(sums["failure "], 900);
}

TEST(RandomPolls, ContainEverythingThatTheRulesMention) {
  std::map<std::string, int> polls_with;
  const std::string parts[] = {"\xEF\xBB\xBF",
                               R"("data": null)",
                               R"("error": )",
                               R"("errors": )",
                               R"("code": )",
                               R"("status": )",
                               R"("undefined")",
                               R"("00000000-0000-0000-0000-000000000000")",
                               R"("A.TEST.")",
                               "sip:",
                               R"("0000000000")"};
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    RandomPolls polls(seed);
    for (int i = 0; i < 25; ++i) {
      const std::string document = polls.Next().document;
      for (const auto& part : parts) {
        if (document.find(part) != std::string::npos) ++polls_with[part];
      }
    }
  }
  for (const auto& part : parts) EXPECT_GE(polls_with[part], 5) << part;
}

}  // namespace
}  // namespace pitel::differential
