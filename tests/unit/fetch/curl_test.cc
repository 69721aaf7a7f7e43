#include "fetch/curl.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <new>
#include <stdexcept>

namespace pitel {
namespace {

using ::testing::StartsWith;
using ::testing::ThrowsMessage;

TEST(SetOption, NamesTheOptionThatLibcurlDoesNotAccept) {
  const CurlEasy easy(curl_easy_init());
  EXPECT_NO_THROW(SetOption(easy.get(), CURLOPT_TIMEOUT_MS, 1L));
  EXPECT_THAT(
      [&] { SetOption(easy.get(), CURLOPT_PROTOCOLS_STR, "no-protocol"); },
      ThrowsMessage<std::runtime_error>(
          StartsWith("libcurl does not accept CURLOPT_PROTOCOLS_STR: ")));
}

TEST(SetOption, ThrowsBadAllocIfThereIsNoMemory) {
  EXPECT_THROW(ThrowRefusal(CURLOPT_URL, CURLE_OUT_OF_MEMORY), std::bad_alloc);
}

TEST(CurlList, KeepsLinesInOrder) {
  CurlList list;
  Append(list, "a: 1");
  Append(list, "b: 2");
  EXPECT_STREQ(list->data, "a: 1");
  EXPECT_STREQ(list->next->data, "b: 2");
  EXPECT_EQ(list->next->next, nullptr);
}

TEST(UrlPart, IsAbsentIfTheUrlLacksIt) {
  const CurlUrl url(curl_url());
  curl_url_set(url.get(), CURLUPART_URL, "https://a%20b@example.com/x", 0);
  EXPECT_EQ(UrlPart(url.get(), CURLUPART_HOST), "example.com");
  EXPECT_EQ(UrlPart(url.get(), CURLUPART_USER, CURLU_URLDECODE), "a b");
  EXPECT_EQ(UrlPart(url.get(), CURLUPART_PORT), std::nullopt);
  EXPECT_EQ(UrlPart(url.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT), "443");
}

}  // namespace
}  // namespace pitel
