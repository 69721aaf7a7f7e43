#include "doctor/seen_rows.h"

#include <gtest/gtest.h>

#include "scripted_polls.h"

namespace pitel {
namespace {

class SeenRowsTest : public ::testing::Test {
 protected:
  std::vector<SeenRow> Read(const std::vector<RowFields>& rows) {
    seen_.ForgetRows();
    const std::string body = MonitorBody(rows);
    TextSource source(body);
    EXPECT_TRUE(ReadMonitorRows(source, {&seen_}).ok());
    return seen_.rows();
  }
  SeenRow ReadOne(const RowFields& row) { return Read({row}).at(0); }

  const KeyedHash hash_;
  const TimeZone zone_{std::chrono::hours(7)};
  SeenRows seen_{hash_, zone_, ZoneChoice::kStated};
};

TEST_F(SeenRowsTest, HaveTheProgressOfTheirState) {
  EXPECT_EQ(ReadOne(Phone("1")).progress, Progress::kIdle);
  EXPECT_EQ(ReadOne(Phone("1", {{"call_state", "away"}})).progress,
            Progress::kIdle);
  EXPECT_EQ(ReadOne(InCall("1", "c", "")).progress, Progress::kEmpty);
  EXPECT_EQ(ReadOne(InCall("1", "c", "away")).progress, Progress::kOther);
  EXPECT_EQ(ReadOne(InCall("1", "c", "early")).progress, Progress::kRinging);
  EXPECT_EQ(ReadOne(InCall("1", "", "HELD")).progress, Progress::kTalking);
}

TEST_F(SeenRowsTest, OfOneCallShareItsHash) {
  const auto rows =
      Read({InCall("1", "c", "RINGING"), InCall("2", "c", "RINGING"),
            InCall("1", "c", "RINGING"), InCall("1", "d", "RINGING")});
  EXPECT_NE(rows[0].call, 0u);
  EXPECT_EQ(rows[0].call, rows[1].call);
  EXPECT_NE(rows[0].leg, rows[1].leg);
  EXPECT_EQ(rows[0].leg, rows[2].leg);
  EXPECT_NE(rows[0].call, rows[3].call);
  EXPECT_EQ(ReadOne(InCall("1", "", "RINGING")).call, 0u);
}

TEST_F(SeenRowsTest, OfOneTenantShareItWhateverItsCase) {
  const auto rows = Read({Phone("1"), Phone("2")});
  EXPECT_EQ(rows[0].tenant, rows[1].tenant);
  RowFields other = Phone("1");
  other["domain_name"] = "ONE.example.com.";
  EXPECT_EQ(ReadOne(other).tenant, rows[0].tenant);
  other["domain_name"] = "two.example.com";
  EXPECT_NE(ReadOne(other).tenant, rows[0].tenant);
}

TEST_F(SeenRowsTest, HaveNormalisedNumbers) {
  const auto a = ReadOne(Ringing("1", "c", "+84 900 000 001"));
  const auto b = ReadOne(Ringing("2", "d", "sip:0900000001@192.0.2.1"));
  EXPECT_NE(a.cid_num, 0u);
  EXPECT_EQ(a.cid_num, b.cid_num);
  EXPECT_NE(a.cid_num, a.b_cid_num);
  EXPECT_EQ(ReadOne(Ringing("1", "c", "anonymous")).cid_num, 0u);
  EXPECT_EQ(ReadOne(Ringing("101", "c", "101")).cid_num, 0u);
}

TEST_F(SeenRowsTest, TellAColleaguesNumber) {
  RowFields call = Ringing("101", "c", "102");
  call["b_cid_num"] = "101";
  const auto rows = Read({call, Phone("102")});
  EXPECT_NE(rows[0].only_number_digits, 0u);
  EXPECT_EQ(rows[0].only_number_digits, rows[1].extension_digits);
  EXPECT_EQ(ReadOne(Ringing("101", "c", "102")).only_number_digits, 0u);
}

TEST_F(SeenRowsTest, ReadCallTimesInBothWays) {
  const auto plain = ReadOne(
      InCall("1", "c", "ONCALL", {{"call_time", "2024-05-06 09:00:00"}}));
  EXPECT_EQ(plain.call_time_kind, CallTimeKind::kUsable);
  EXPECT_FALSE(plain.states_zone);
  EXPECT_EQ(plain.call_time, ScriptedPolls::kStart);
  EXPECT_EQ(plain.other_call_time, ScriptedPolls::kStart);
  const auto stated = ReadOne(
      InCall("1", "c", "ONCALL", {{"call_time", "2024-05-06T09:00:00Z"}}));
  EXPECT_TRUE(stated.states_zone);
  EXPECT_EQ(stated.call_time, ScriptedPolls::kStart + std::chrono::hours(7));
  EXPECT_EQ(stated.other_call_time, ScriptedPolls::kStart);
}

TEST_F(SeenRowsTest, TellMissingFromUnreadableCallTimes) {
  const auto kind = [this](const char* text) {
    return ReadOne(InCall("1", "c", "ONCALL", {{"call_time", text}}))
        .call_time_kind;
  };
  EXPECT_EQ(kind(""), CallTimeKind::kMissing);
  EXPECT_EQ(kind("0001-01-01T00:00:00Z"), CallTimeKind::kMissing);
  EXPECT_EQ(kind("yesterday"), CallTimeKind::kUnreadable);
}

TEST_F(SeenRowsTest, CountFilledAndUnknownFields) {
  Read({Phone("1"), Phone("2", {{"shoe_size", "44"}})});
  EXPECT_EQ(seen_.filled()[static_cast<std::size_t>(MonitorField::kExtension)],
            2u);
  EXPECT_EQ(seen_.filled()[static_cast<std::size_t>(MonitorField::kCallId)],
            0u);
  EXPECT_EQ(seen_.rows_with_unknown_fields(), 1u);
}

}  // namespace
}  // namespace pitel
