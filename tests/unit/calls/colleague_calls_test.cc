#include "calls/colleague_calls.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

class ColleagueCallsTest : public testing::Test {
 protected:
  // Whether a row of tenant 1 with this only number is a colleague's call.
  bool IsFromColleague(std::string_view number) {
    std::vector<CallRow> rows(1);
    colleagues_.AddOneNumber(1, number, 0);
    colleagues_.Mark(rows);
    return rows[0].from_colleague;
  }

  const KeyedHash hash_;
  ColleagueCalls colleagues_{hash_};
};

TEST_F(ColleagueCallsTest, FindsTheNumberOfAnExtension) {
  colleagues_.AddExtension(1, "1-02");
  EXPECT_TRUE(IsFromColleague("102"));
  EXPECT_FALSE(IsFromColleague("103"));
}

TEST_F(ColleagueCallsTest, ReadsTheUserPartOfAUri) {
  colleagues_.AddExtension(1, "102");
  EXPECT_TRUE(IsFromColleague("sip:102@192.0.2.1:5060"));
}

TEST_F(ColleagueCallsTest, ComparesDigitsAsTheyAreWritten) {
  colleagues_.AddExtension(1, "0900000001");
  EXPECT_FALSE(IsFromColleague("+84900000001"));
}

TEST_F(ColleagueCallsTest, TellsTenantsApart) {
  colleagues_.AddExtension(2, "102");
  EXPECT_FALSE(IsFromColleague("102"));
}

TEST_F(ColleagueCallsTest, IgnoresTextsWithoutADigit) {
  colleagues_.AddExtension(1, "desk");
  EXPECT_FALSE(IsFromColleague("desk"));
}

TEST_F(ColleagueCallsTest, ForgetsWhatIsCleared) {
  colleagues_.AddExtension(1, "102");
  colleagues_.Clear();
  EXPECT_FALSE(IsFromColleague("102"));
}

}  // namespace
}  // namespace pitel
