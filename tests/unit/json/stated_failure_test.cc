#include "json/stated_failure.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

std::string_view KeyOfLiteral(std::string_view key, std::string_view text) {
  StatedFailure failure;
  failure.Take(key, JsonType::kLiteral, text);
  return failure.key();
}

std::string_view KeyOfString(std::string_view key, std::string_view text) {
  StatedFailure failure;
  failure.Take(key, JsonType::kString, text);
  return failure.key();
}

TEST(StatedFailure, IsANumberCodeOf400OrMore) {
  for (const char* code : {"400", "400.0", "400.5", "1e3", "4.04e2",
                           "99999999999999999999", "1e308"}) {
    EXPECT_EQ(KeyOfLiteral("code", code), "code") << code;
    EXPECT_EQ(KeyOfString("code", code), "") << code;
  }
  for (const char* code : {"0", "399", "399.9", "-400", "4e-2", "true"}) {
    EXPECT_EQ(KeyOfLiteral("code", code), "") << code;
  }
}

TEST(StatedFailure, IsAnErrorOtherThanNoneInAnyNotation) {
  for (const std::string_view key : {"error", "errors"}) {
    for (const char* none : {"0", "-0", "0.0", "-0.00", "0e5", "false"}) {
      EXPECT_EQ(KeyOfLiteral(key, none), "") << none;
    }
    for (const char* none : {"", " ", "0", "Null", " false "}) {
      EXPECT_EQ(KeyOfString(key, none), "") << none;
    }
    for (const char* error : {"1", "-1", "0.5", "1e-3", "true"}) {
      EXPECT_EQ(KeyOfLiteral(key, error), key) << error;
      EXPECT_EQ(KeyOfString(key, error), key) << error;
    }
  }
}

TEST(StatedFailure, IsReplacedIfItsKeyIsRepeated) {
  StatedFailure failure;
  failure.Take("code", JsonType::kLiteral, "500");
  failure.Take("error", JsonType::kString, "x");
  failure.Take("status", JsonType::kString, " FAILED ");
  EXPECT_EQ(failure.key(), "error");
  failure.Take("error", JsonType::kArray, "");
  EXPECT_EQ(failure.key(), "status");
  failure.Take("status", JsonType::kString, "ok");
  EXPECT_EQ(failure.key(), "code");
  failure.Take("code", JsonType::kString, "");
  EXPECT_EQ(failure.key(), "");
  failure.TakeElement("errors");
  EXPECT_EQ(failure.key(), "errors");
}

}  // namespace
}  // namespace pitel
