#include "calls/known_identifiers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pitel {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr auto kCallId = IdentifierKind::kCallId;
constexpr auto kCaller = IdentifierKind::kCaller;

// One identifier for each row of a poll.
std::vector<Identifier> Rows(const std::vector<std::uint64_t>& hashes,
                             IdentifierKind kind = kCallId) {
  std::vector<Identifier> identifiers;
  for (const std::uint64_t hash : hashes) {
    const auto row = static_cast<std::uint32_t>(identifiers.size());
    identifiers.push_back({hash, 0, row, kind});
  }
  return identifiers;
}

class KnownIdentifiersTest : public testing::Test {
 protected:
  void Learn(const std::vector<Identifier>& seen,
             const std::vector<std::uint32_t>& call_of_row) {
    known_.Learn(seen, call_of_row, ComparedResponse{.gone_after = 2}, calls_);
  }

  // The calls that are known by these identifiers, in the same order.
  std::vector<std::pair<std::uint64_t, std::uint32_t>> KnownBy(
      const std::vector<std::uint64_t>& hashes) const {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> found;
    known_.ForEachMatch(Rows(hashes), [&](auto legs, auto calls) {
      for (const auto& call : calls) {
        found.emplace_back(legs.front().hash, call.call);
      }
    });
    return found;
  }

  std::vector<KnownCall> calls_{3};
  KnownIdentifiers known_;
};

TEST_F(KnownIdentifiersTest, KnowCallsByTheIdentifiersSeenWithThem) {
  Learn(Rows({10, 20, 30}), {0, 1, kNoCall});
  EXPECT_THAT(KnownBy({5, 10, 15, 20, 30}),
              ElementsAre(Pair(10, 0), Pair(20, 1)));
  EXPECT_THAT(KnownBy({}), IsEmpty());
}

TEST_F(KnownIdentifiersTest, GiveAllLegsAndCallsOfOneIdentifierAtOnce) {
  Learn(Rows({10, 10, 20}, kCaller), {0, 1, 2});
  std::size_t matches = 0;
  known_.ForEachMatch(Rows({10, 10, 10, 40}), [&](auto legs, auto calls) {
    ++matches;
    EXPECT_EQ(legs.size(), 3u);
    EXPECT_EQ(calls.size(), 2u);
  });
  EXPECT_EQ(matches, 1u);
}

TEST_F(KnownIdentifiersTest, RenumberCallsAndReturnTheCallIdsOfThoseGone) {
  Learn(Rows({10, 20, 30}), {0, 1, 2});
  Learn(Rows({40, 50}, kCaller), {0, 2});
  EXPECT_THAT(known_.Move({kNoCall, 0, kNoCall}), ElementsAre(10, 30));
  EXPECT_THAT(KnownBy({10, 20, 30, 40, 50}), ElementsAre(Pair(20, 0)));
}

TEST_F(KnownIdentifiersTest, KnowNoCallByItsNumbersOnceItIsAnswered) {
  Learn(Rows({10}), {0});
  Learn(Rows({40}, kCaller), {0});
  EXPECT_THAT(KnownBy({10, 40}), ElementsAre(Pair(10, 0), Pair(40, 0)));
  calls_[0].was_oncall = true;
  Learn(Rows({40}, kCaller), {0});
  EXPECT_THAT(KnownBy({10, 40}), ElementsAre(Pair(10, 0)));
  EXPECT_EQ(calls_[0].identifiers, 1u);
}

// A call with few identifiers keeps them all; one with many keeps those that
// were seen recently.
TEST_F(KnownIdentifiersTest, ForgetOldIdentifiersOfACallWithMany) {
  std::vector<std::uint64_t> hashes;
  for (std::uint64_t hash = 1; hash <= 16; ++hash) hashes.push_back(hash);
  const std::vector<std::uint32_t> all(16, 0);
  Learn(Rows({100}), {1});
  Learn(Rows({hashes.begin(), hashes.end() - 1}), {all.begin(), all.end() - 1});
  for (int i = 0; i < 5; ++i) Learn({}, {});
  EXPECT_EQ(KnownBy(hashes).size(), 15u);
  Learn(Rows({16}), {0});
  EXPECT_EQ(calls_[0].identifiers, 16u);
  Learn({}, {});
  EXPECT_THAT(KnownBy(hashes), ElementsAre(Pair(16, 0)));
  Learn({}, {});
  Learn({}, {});
  EXPECT_THAT(KnownBy({16, 100}), ElementsAre(Pair(16, 0), Pair(100, 1)));
}

TEST_F(KnownIdentifiersTest, KeepIdentifiersThatAreStillSeen) {
  std::vector<std::uint64_t> hashes;
  for (std::uint64_t hash = 1; hash <= 16; ++hash) hashes.push_back(hash);
  Learn(Rows(hashes), std::vector<std::uint32_t>(16, 0));
  Learn(Rows({3}), {0});
  EXPECT_EQ(KnownBy(hashes).size(), 16u) << "one poll may miss them";
  Learn({}, {});
  EXPECT_THAT(KnownBy(hashes), ElementsAre(Pair(3, 0)));
}

}  // namespace
}  // namespace pitel
