#include "base/log.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

TEST(FormatLogFields, WritesLogfmtBareWhereItCan) {
  EXPECT_EQ(FormatLogFields(LogFormat::kLogfmt, "poll failed",
                            {{"target", "hcm"}, {"status", 503}, {"s", 0.25}}),
            R"(msg="poll failed" target=hcm status=503 s=0.250)");
}

TEST(FormatLogFields, QuotesWhatWouldBreakALine) {
  EXPECT_EQ(FormatLogFields(LogFormat::kLogfmt, "m",
                            {{"a", "x=1"}, {"b", "l\n\"\\\x01"}, {"c", ""}}),
            R"(msg=m a="x=1" b="l\n\"\\\u0001" c="")");
}

TEST(FormatLogFields, WritesJson) {
  EXPECT_EQ(FormatLogFields(LogFormat::kJson, "m", {{"a", "x\ty"}, {"n", 3}}),
            R"("msg":"m","a":"x\u0009y","n":"3")");
}

TEST(Log, WritesOneLinePerEventAtOrAboveItsLevel) {
  testing::internal::CaptureStderr();
  {
    Log log(LogLevel::kInfo, LogFormat::kLogfmt);
    log.Debug("not shown");
    log.Warn("shown", {{"target", "hcm"}});
    log.Flush(std::chrono::minutes(1));
  }
  const std::string lines = testing::internal::GetCapturedStderr();
  EXPECT_EQ(lines.find("not shown"), std::string::npos);
  EXPECT_EQ(lines.substr(0, 5), "ts=20");
  EXPECT_NE(lines.find(" level=warn msg=shown target=hcm\n"), std::string::npos)
      << lines;
}

TEST(Log, WritesOneJsonObjectPerLine) {
  testing::internal::CaptureStderr();
  {
    Log log(LogLevel::kInfo, LogFormat::kJson);
    log.Info("up", {{"version", "1"}});
    log.Flush(std::chrono::minutes(1));
  }
  const std::string lines = testing::internal::GetCapturedStderr();
  EXPECT_EQ(lines.substr(0, 9), R"({"ts":"20)");
  EXPECT_NE(lines.find(R"(Z","level":"info","msg":"up","version":"1"}
)"),
            std::string::npos)
      << lines;
}

}  // namespace
}  // namespace pitel
