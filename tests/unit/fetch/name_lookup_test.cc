#include "fetch/name_lookup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace pitel {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::ElementsAre;

constexpr SteadyTime kNow{std::chrono::hours(1)};

// A resolver that hangs until it is told what to return.
class SlowResolver {
 public:
  Result<Addresses> Resolve() {
    ++calls_;
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return given_ > 0; });
    --given_;
    return result_;
  }
  void Give(Result<Addresses> result) {
    {
      const std::lock_guard lock(mutex_);
      result_ = std::move(result);
      ++given_;
    }
    changed_.notify_all();
  }
  int calls() const { return calls_; }

 private:
  std::atomic<int> calls_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  int given_ = 0;
  Result<Addresses> result_ = Addresses{};
};

class NameLookupTest : public ::testing::Test {
 protected:
  // What a caller without failed addresses gets.
  Result<Addresses> Get(SteadyTime now, std::chrono::nanoseconds patience) {
    return GetAfter(0, now, patience);
  }
  Result<Addresses> GetAfter(std::uint64_t failed, SteadyTime now,
                             std::chrono::nanoseconds patience) {
    auto found = lookup_.Get(now, patience, failed, cancelled_);
    if (!found) return found.error();
    return found->addresses;
  }
  ~NameLookupTest() override {
    for (int i = 0; i < 10; ++i) resolver_->Give(Error{"over"});
  }

  std::atomic<bool> cancelled_ = false;
  const std::shared_ptr<SlowResolver> resolver_ =
      std::make_shared<SlowResolver>();
  NameLookup lookup_{"api.example.com",
                     [resolver = resolver_](const std::string&) {
                       return resolver->Resolve();
                     }};
};

TEST_F(NameLookupTest, DoesNotOutliveItsPatience) {
  const auto addresses = Get(kNow, 1ms);
  ASSERT_FALSE(addresses.ok());
  EXPECT_EQ(addresses.error().message, "the resolver does not respond");
}

TEST_F(NameLookupTest, HasOneLookupUnderWayAtMost) {
  for (int i = 0; i < 20; ++i) {
    EXPECT_FALSE(Get(kNow + i * 1h, 1ms).ok());
  }
  resolver_->Give(Addresses{"127.0.0.1"});
  EXPECT_THAT(*Get(kNow + 20h, 30s), ElementsAre("127.0.0.1"));
  EXPECT_EQ(resolver_->calls(), 1);
}

TEST_F(NameLookupTest, GivesOneResultToAllThatWait) {
  {
    std::vector<std::jthread> callers;
    for (int i = 0; i < 4; ++i) {
      callers.emplace_back(
          [this] { EXPECT_THAT(*Get(kNow, 30s), ElementsAre("127.0.0.1")); });
    }
    while (resolver_->calls() == 0) std::this_thread::yield();
    resolver_->Give(Addresses{"127.0.0.1"});
  }
  EXPECT_EQ(resolver_->calls(), 1);
}

TEST_F(NameLookupTest, ReturnsKnownAddressesWhileTheResolverHangs) {
  resolver_->Give(Addresses{"127.0.0.1"});
  ASSERT_TRUE(Get(kNow, 30s).ok());
  EXPECT_TRUE(Get(kNow + 1h, 0s).ok());
  EXPECT_TRUE(Get(kNow + 2h, 0s).ok());
}

TEST_F(NameLookupTest, AsksAgainAfterAMinute) {
  resolver_->Give(Addresses{"127.0.0.1"});
  ASSERT_TRUE(Get(kNow, 30s).ok());
  EXPECT_TRUE(Get(kNow + 59s, 0s).ok());
  EXPECT_EQ(resolver_->calls(), 1);
  EXPECT_TRUE(Get(kNow + 61s, 0s).ok());
  resolver_->Give(Addresses{"127.0.0.2"});
  while (Get(kNow + 62s, 0s)->front() == "127.0.0.1") {
    std::this_thread::yield();
  }
  EXPECT_THAT(*Get(kNow + 62s, 0s), ElementsAre("127.0.0.2"));
}

TEST_F(NameLookupTest, WaitsForOthersIfTheyFailed) {
  resolver_->Give(Addresses{"127.0.0.1"});
  const auto first = lookup_.Get(kNow, 30s, 0, cancelled_);
  ASSERT_TRUE(first.ok());
  resolver_->Give(Error{"gone"});
  const auto none = GetAfter(first->number, kNow, 30s);
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.error().message, "gone");
  resolver_->Give(Addresses{"127.0.0.2"});
  EXPECT_THAT(*GetAfter(first->number, kNow, 30s), ElementsAre("127.0.0.2"));
}

TEST_F(NameLookupTest, KeepsForOneCallerWhatFailedForAnother) {
  resolver_->Give(Addresses{"127.0.0.1"});
  const auto first = lookup_.Get(kNow, 30s, 0, cancelled_);
  ASSERT_TRUE(first.ok());
  EXPECT_FALSE(GetAfter(first->number, kNow, 1ms).ok());
  EXPECT_THAT(*Get(kNow, 0s), ElementsAre("127.0.0.1"));
}

TEST_F(NameLookupTest, CanBeCancelledFromAnotherThread) {
  std::jthread other([this] {
    while (resolver_->calls() == 0) std::this_thread::yield();
    cancelled_ = true;
    lookup_.WakeUp();
  });
  EXPECT_FALSE(Get(kNow, std::chrono::hours(1)).ok());
}

TEST_F(NameLookupTest, EndsTheWaitOfTheCancelledCallerOnly) {
  std::jthread other(
      [this] { EXPECT_THAT(*Get(kNow, 30s), ElementsAre("127.0.0.1")); });
  const std::atomic<bool> cancelled = true;
  EXPECT_FALSE(lookup_.Get(kNow, std::chrono::hours(1), 0, cancelled).ok());
  lookup_.WakeUp();
  resolver_->Give(Addresses{"127.0.0.1"});
}

TEST_F(NameLookupTest, CanBeDestroyedWhileTheResolverHangs) {
  auto other = std::make_unique<NameLookup>(
      "h", [resolver = resolver_](const std::string&) {
        return resolver->Resolve();
      });
  EXPECT_FALSE(other->Get(kNow, 1ms, 0, cancelled_).ok());
  other.reset();
}

TEST(NameLookup, ReportsWhatTheResolverThrows) {
  NameLookup lookup("h", [](const std::string&) -> Result<Addresses> {
    throw std::bad_alloc();
  });
  const std::atomic<bool> cancelled = false;
  EXPECT_FALSE(lookup.Get(kNow, 30s, 0, cancelled).ok());
}

TEST(LookUpHost, KnowsNumbersAndLocalhost) {
  EXPECT_THAT(*LookUpHost("127.0.0.1"), ElementsAre("127.0.0.1"));
  EXPECT_THAT(*LookUpHost("::1"), ElementsAre("::1"));
  EXPECT_THAT(*LookUpHost("localhost"), Contains("127.0.0.1"));
  EXPECT_FALSE(LookUpHost("host.invalid").ok());
}

}  // namespace
}  // namespace pitel
