#include "fetch/response_head.h"

#include <gtest/gtest.h>

#include <vector>

namespace pitel {
namespace {

using std::chrono::seconds;

ResponseHead HeadOf(const std::vector<std::string>& lines) {
  ResponseHead head;
  for (const auto& line : lines) EXPECT_TRUE(head.Take(line + "\r\n"));
  return head;
}

TEST(ResponseHead, IsCompleteAtTheEmptyLine) {
  ResponseHead head = HeadOf({"HTTP/1.1 200 OK", "Server: x"});
  EXPECT_FALSE(head.complete());
  EXPECT_TRUE(head.Take("\r\n"));
  EXPECT_TRUE(head.complete());
  EXPECT_EQ(head.status(), 200);
  EXPECT_TRUE(head.IsSuccess());
}

TEST(ResponseHead, SkipsInterimResponses) {
  const auto head =
      HeadOf({"HTTP/1.1 103 Early", "Retry-After: 7", "", "HTTP/1.1 503", ""});
  EXPECT_TRUE(head.complete());
  EXPECT_EQ(head.status(), 503);
  EXPECT_FALSE(head.RetryAfter(WallTime()));
  EXPECT_FALSE(HeadOf({"HTTP/1.1 100 Continue", ""}).complete());
}

TEST(ResponseHead, LimitsTheBytesOfAllLinesTogether) {
  ResponseHead head;
  std::size_t taken = 0;
  const std::string line = "X: " + std::string(997, 'x');
  while (head.Take(line)) taken += line.size();
  EXPECT_EQ(taken, kResponseHeaderBytes / 1000 * 1000);

  ResponseHead interim;
  taken = 0;
  while (interim.Take("HTTP/1.1 100 Go on\r\n") && interim.Take("\r\n")) {
    taken += 22;
  }
  EXPECT_LE(taken, kResponseHeaderBytes);
  EXPECT_GT(taken, kResponseHeaderBytes - 44);
}

TEST(ResponseHead, ReadsDateAndRetryAfterInAnyCase) {
  const auto head =
      HeadOf({"HTTP/1.1 429 X", "dATE: Sun, 06 Nov 1994 08:49:37 GMT",
              "retry-AFTER:120", ""});
  EXPECT_EQ(head.date(), std::chrono::sys_seconds(seconds(784'111'777)));
  EXPECT_EQ(head.RetryAfter(WallTime()), seconds(120));
}

TEST(ResponseHead, MeasuresARetryDateFromTheDateHeader) {
  const auto head =
      HeadOf({"HTTP/1.1 503 X", "Date: Sun, 06 Nov 1994 08:49:37 GMT",
              "Retry-After: Sun, 06 Nov 1994 08:50:07 GMT", ""});
  EXPECT_EQ(head.RetryAfter(std::chrono::system_clock::now()), seconds(30));
}

TEST(ResponseHead, AcceptsADateBeyondTheRangeOfTheClock) {
  const auto head =
      HeadOf({"HTTP/1.1 503 X", "Date: Fri, 31 Dec 9999 23:59:58 GMT",
              "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT", ""});
  EXPECT_EQ(head.RetryAfter(WallTime()), seconds(1));
}

TEST(ResponseHead, IgnoresTrailers) {
  auto head = HeadOf({"HTTP/1.1 200 OK", "Transfer-Encoding: chunked", ""});
  EXPECT_TRUE(head.Take("Content-Encoding: br\r\n"));
  EXPECT_TRUE(head.Take("HTTP/1.1 500 X\r\n"));
  EXPECT_EQ(head.status(), 200);
  EXPECT_EQ(head.Problem(), "");
}

TEST(ResponseHead, AcceptsOnlyOneLayerOfGzip) {
  const auto with = [](const std::vector<std::string>& fields) {
    std::vector<std::string> lines = {"HTTP/1.1 200 OK"};
    lines.insert(lines.end(), fields.begin(), fields.end());
    lines.emplace_back("");
    return HeadOf(lines).Problem().empty();
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

TEST(ResponseHead, DetectsDifferentLengths) {
  EXPECT_TRUE(HeadOf({"HTTP/1.1 200 X", ""}).Problem().empty());
  EXPECT_TRUE(
      HeadOf({"HTTP/1.1 200 X", "Content-Length: 5", "content-length:  5 ", ""})
          .Problem()
          .empty());
  EXPECT_TRUE(HeadOf({"HTTP/1.1 100 X", "Content-Length: 7", "",
                      "HTTP/1.1 200 X", "Content-Length: 5", ""})
                  .Problem()
                  .empty());
  EXPECT_FALSE(
      HeadOf({"HTTP/1.1 200 X", "Content-Length: 5", "Content-Length: 9", ""})
          .Problem()
          .empty());
  EXPECT_FALSE(HeadOf({"HTTP/1.1 200 X", "Content-Length: 5",
                       "Content-Length: 9", "Content-Length: 5", ""})
                   .Problem()
                   .empty());
}

TEST(ResponseHead, ReadsTheStatusOnlyFromTheFirstLine) {
  const auto head = HeadOf({"HTTP/1.1 500 X", "HTTP/1.1 200 x: y",
                            "HTTP/1.1 200 OK", "Content-Encoding: br", ""});
  EXPECT_EQ(head.status(), 500);
  EXPECT_FALSE(head.IsSuccess());
}

TEST(ResponseHead, NamesTheEncodingThatWasNotRequested) {
  EXPECT_EQ(
      HeadOf({"HTTP/1.1 200 X", "Content-Encoding: z\x1bstd", ""}).Problem(),
      "the Content-Encoding of the response is \"z?std\", but only gzip "
      "was requested");
  EXPECT_EQ(
      HeadOf({"HTTP/1.1 200 X", "Content-Encoding: gzip, gzip", ""}).Problem(),
      "the Content-Encoding of the response lists gzip several times");
}

TEST(ResponseHead, RefusesALengthThatIsNotANumber) {
  for (const char* length :
       {"99999999999999999999999", "-5", "+5", "5x", "5, 5", "0x5", "5 5"}) {
    const auto head = HeadOf(
        {"HTTP/1.1 200 X", std::string("Content-Length: ") + length, ""});
    EXPECT_EQ(head.Problem(),
              "the Content-Length of the response is not a number")
        << length;
  }
  EXPECT_EQ(HeadOf({"HTTP/1.1 200 X", "Content-Length: 007", ""}).length(), 7u);
}

TEST(ResponseHead, HasNoDateIfItComesFromACache) {
  const auto with_age = [](const std::string& age) {
    return HeadOf({"HTTP/1.1 200 X", "Date: Sun, 06 Nov 1994 08:49:37 GMT",
                   "Age: " + age, ""})
        .date();
  };
  EXPECT_TRUE(with_age("0"));
  EXPECT_FALSE(with_age("1"));
  EXPECT_FALSE(with_age("86400"));
  EXPECT_FALSE(with_age("-1"));
  EXPECT_FALSE(with_age("unknown"));
}

TEST(ResponseHead, StartsAgainAfterAProxysResponse) {
  auto head = HeadOf({"HTTP/1.1 200 Established", "Content-Length: 7", ""});
  head.StartAgain();
  for (const char* line : {"HTTP/1.1 503 X\r\n", "\r\n"}) head.Take(line);
  EXPECT_EQ(head.status(), 503);
  EXPECT_FALSE(head.length());
}

}  // namespace
}  // namespace pitel
