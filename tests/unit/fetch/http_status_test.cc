#include "fetch/http_status.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pitel {
namespace {

using ::testing::HasSubstr;

std::string ReasonOf(int status) {
  const auto failure =
      FailureOfStatus(Operation::kMonitor, status, CredentialKind::kApiKey);
  return failure ? std::string(ToString(failure->reason)) : "none";
}

std::string DetailOf(Operation operation, int status, CredentialKind kind) {
  return FailureOfStatus(operation, status, kind)->detail;
}

TEST(FailureOfStatus, MapsEachClass) {
  EXPECT_EQ(ReasonOf(200), "none");
  EXPECT_EQ(ReasonOf(204), "none");
  for (const int status : {300, 301, 302, 304, 307, 399}) {
    EXPECT_EQ(ReasonOf(status), "redirect") << status;
  }
  EXPECT_EQ(ReasonOf(401), "unauthorized");
  EXPECT_EQ(ReasonOf(403), "forbidden");
  EXPECT_EQ(ReasonOf(429), "rate_limited");
  for (const int status : {400, 404, 405, 407, 499}) {
    EXPECT_EQ(ReasonOf(status), "http_4xx") << status;
  }
  for (const int status : {500, 502, 503, 504, 599}) {
    EXPECT_EQ(ReasonOf(status), "http_5xx") << status;
  }
  EXPECT_EQ(ReasonOf(600), "other");
  EXPECT_EQ(ReasonOf(999), "other");
}

TEST(FailureOfStatus, SaysWhatToDo) {
  const auto key = CredentialKind::kApiKey;
  const auto token = CredentialKind::kBearerToken;
  EXPECT_THAT(DetailOf(Operation::kMonitor, 401, key),
              HasSubstr("401 after a fresh token: replace the API key"));
  EXPECT_THAT(DetailOf(Operation::kMonitor, 401, token),
              HasSubstr("bearer token"));
  EXPECT_THAT(DetailOf(Operation::kToken, 401, key), HasSubstr("API key"));
  EXPECT_THAT(DetailOf(Operation::kMonitor, 403, key),
              HasSubstr("403: the account lacks the view_monitor permission"));
  EXPECT_THAT(DetailOf(Operation::kMonitor, 404, key),
              HasSubstr("monitor_path"));
  EXPECT_THAT(DetailOf(Operation::kToken, 404, key), HasSubstr("token_path"));
  EXPECT_THAT(DetailOf(Operation::kQueue, 401, key),
              HasSubstr("not accepted for queues"));
  EXPECT_THAT(DetailOf(Operation::kQueue, 403, key),
              HasSubstr("may not see queues"));
  EXPECT_THAT(DetailOf(Operation::kQueue, 404, key),
              HasSubstr("path of queues"));
  EXPECT_THAT(DetailOf(Operation::kQueue, 302, key), HasSubstr("url"));
  EXPECT_THAT(DetailOf(Operation::kMonitor, 302, key), HasSubstr("url"));
  EXPECT_THAT(DetailOf(Operation::kMonitor, 101, key),
              HasSubstr("101: the server switched to another protocol"));
}

}  // namespace
}  // namespace pitel
