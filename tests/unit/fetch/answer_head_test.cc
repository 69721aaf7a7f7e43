#include "fetch/answer_head.h"

#include <gtest/gtest.h>

#include <vector>

namespace pitel {
namespace {

using std::chrono::seconds;

AnswerHead HeadOf(const std::vector<std::string>& lines) {
  AnswerHead head;
  for (const auto& line : lines) EXPECT_TRUE(head.Take(line + "\r\n"));
  return head;
}

TEST(AnswerHead, IsCompleteAtTheEmptyLine) {
  AnswerHead head = HeadOf({"HTTP/1.1 200 OK", "Server: x"});
  EXPECT_FALSE(head.complete());
  EXPECT_TRUE(head.Take("\r\n"));
  EXPECT_TRUE(head.complete());
  EXPECT_EQ(head.status(), 200);
  EXPECT_TRUE(head.IsSuccess());
}

TEST(AnswerHead, PassesOverInterimAnswers) {
  const auto head =
      HeadOf({"HTTP/1.1 103 Early", "Retry-After: 7", "", "HTTP/1.1 503", ""});
  EXPECT_TRUE(head.complete());
  EXPECT_EQ(head.status(), 503);
  EXPECT_FALSE(head.RetryAfter(WallTime()));
  EXPECT_FALSE(HeadOf({"HTTP/1.1 100 Continue", ""}).complete());
}

TEST(AnswerHead, LimitsTheBytesOfAllLinesTogether) {
  AnswerHead head;
  std::size_t taken = 0;
  const std::string line = "X: " + std::string(997, 'x');
  while (head.Take(line)) taken += line.size();
  EXPECT_EQ(taken, kHeaderBytes / 1000 * 1000);

  AnswerHead interim;
  taken = 0;
  while (interim.Take("HTTP/1.1 100 Go on\r\n") && interim.Take("\r\n")) {
    taken += 22;
  }
  EXPECT_LE(taken, kHeaderBytes);
  EXPECT_GT(taken, kHeaderBytes - 44);
}

TEST(AnswerHead, ReadsDateAndRetryAfterInAnyCase) {
  const auto head =
      HeadOf({"HTTP/1.1 429 X", "dATE: Sun, 06 Nov 1994 08:49:37 GMT",
              "retry-AFTER:120", ""});
  EXPECT_EQ(head.date(), std::chrono::sys_seconds(seconds(784'111'777)));
  EXPECT_EQ(head.RetryAfter(WallTime()), seconds(120));
}

TEST(AnswerHead, SeesARetryDateFromItsOwnClock) {
  const auto head =
      HeadOf({"HTTP/1.1 503 X", "Date: Sun, 06 Nov 1994 08:49:37 GMT",
              "Retry-After: Sun, 06 Nov 1994 08:50:07 GMT", ""});
  EXPECT_EQ(head.RetryAfter(std::chrono::system_clock::now()), seconds(30));
}

TEST(AnswerHead, HoldsADateThatTheClockCannot) {
  const auto head =
      HeadOf({"HTTP/1.1 503 X", "Date: Fri, 31 Dec 9999 23:59:58 GMT",
              "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT", ""});
  EXPECT_EQ(head.RetryAfter(WallTime()), seconds(1));
}

TEST(AnswerHead, IgnoresTrailers) {
  auto head = HeadOf({"HTTP/1.1 200 OK", "Transfer-Encoding: chunked", ""});
  EXPECT_TRUE(head.Take("Content-Encoding: br\r\n"));
  EXPECT_TRUE(head.Take("HTTP/1.1 500 X\r\n"));
  EXPECT_EQ(head.status(), 200);
  EXPECT_TRUE(head.IsEncodedAsAsked());
}

TEST(AnswerHead, TakesGzipOnceAndNothingElse) {
  const auto with = [](const std::vector<std::string>& fields) {
    std::vector<std::string> lines = {"HTTP/1.1 200 OK"};
    lines.insert(lines.end(), fields.begin(), fields.end());
    lines.emplace_back("");
    return HeadOf(lines).IsEncodedAsAsked();
  };
  EXPECT_TRUE(with({}));
  EXPECT_TRUE(with({"Content-Encoding: gzip"}));
  EXPECT_TRUE(with({"Content-Encoding: identity"}));
  EXPECT_TRUE(with({"content-encoding: X-GZIP", "Transfer-Encoding: chunked"}));
  EXPECT_FALSE(with({"Content-Encoding: gzip, gzip"}));
  EXPECT_FALSE(with({"Content-Encoding: gzip", "Content-Encoding: gzip"}));
  EXPECT_FALSE(with({"Content-Encoding: gzip", "Transfer-Encoding: gzip"}));
  EXPECT_FALSE(with({"Content-Encoding: br"}));
  EXPECT_FALSE(with({"Content-Encoding: zstd"}));
  EXPECT_FALSE(with({"Transfer-Encoding: deflate, chunked"}));
}

TEST(AnswerHead, SeesLengthsThatDiffer) {
  EXPECT_TRUE(HeadOf({"HTTP/1.1 200 X", ""}).HasOneLength());
  EXPECT_TRUE(
      HeadOf({"HTTP/1.1 200 X", "Content-Length: 5", "content-length:  5 ", ""})
          .HasOneLength());
  EXPECT_TRUE(HeadOf({"HTTP/1.1 100 X", "Content-Length: 7", "",
                      "HTTP/1.1 200 X", "Content-Length: 5", ""})
                  .HasOneLength());
  EXPECT_FALSE(
      HeadOf({"HTTP/1.1 200 X", "Content-Length: 5", "Content-Length: 9", ""})
          .HasOneLength());
  EXPECT_FALSE(HeadOf({"HTTP/1.1 200 X", "Content-Length: 5",
                       "Content-Length: 9", "Content-Length: 5", ""})
                   .HasOneLength());
}

}  // namespace
}  // namespace pitel
