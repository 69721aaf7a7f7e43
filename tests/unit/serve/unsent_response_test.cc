#include "serve/unsent_response.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "unit/serve/example_site.h"

namespace pitel {
namespace {

using ::testing::EndsWith;

std::string Join(const UnsentResponse::Buffers& buffers) {
  std::string joined;
  for (const boost::asio::const_buffer buffer : buffers) {
    joined.append(static_cast<const char*>(buffer.data()), buffer.size());
  }
  return joined;
}

// Everything that is sent if the kernel takes up to `most` bytes at a time.
std::string Send(UnsentResponse& response, std::size_t most) {
  std::string sent;
  while (!response.empty()) {
    const std::string next = Join(response.next());
    const std::size_t size = std::min(next.size(), most);
    sent += next.substr(0, size);
    response.MarkSent(size);
    EXPECT_EQ(response.sent(), sent.size());
  }
  return sent;
}

Response ScrapeOf(const Page& page) {
  Response response;
  response.scrape.emplace(page.Make({}), "tail\n", false);
  return response;
}

TEST(UnsentResponse, IsSentWholeInPiecesOfAnySize) {
  const auto page = testing::PageWith(20'000);
  UnsentResponse at_once(ScrapeOf(*page), {}, {});
  EXPECT_FALSE(at_once.has_slot());
  const std::string whole = Send(at_once, 1 << 30);
  EXPECT_THAT(whole, EndsWith("tail\n"));
  for (const std::size_t most : {1'000, 65'536}) {
    UnsentResponse in_parts(ScrapeOf(*page), {}, {});
    EXPECT_TRUE(Send(in_parts, most) == whole) << most;
  }
}

TEST(UnsentResponse, KeepsTheSlotOfItsResponse) {
  const auto slot = std::make_shared<char>();
  {
    Response response = TextResponse(200, "text");
    response.slot = slot;
    const UnsentResponse unsent(std::move(response), {}, {});
    EXPECT_TRUE(unsent.has_slot());
    EXPECT_EQ(slot.use_count(), 2);
  }
  EXPECT_EQ(slot.use_count(), 1);
}

TEST(UnsentResponse, HasNoBodyIfOnlyTheHeadIsRequested) {
  UnsentResponse head(TextResponse(200, "text"), {.head_only = true}, {});
  UnsentResponse whole(TextResponse(200, "text"), {}, {});
  EXPECT_EQ(Send(head, 1'000) + "text\n", Send(whole, 1'000));
}

}  // namespace
}  // namespace pitel
