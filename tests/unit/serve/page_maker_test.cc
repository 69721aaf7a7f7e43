#include "serve/page_maker.h"

#include <gtest/gtest.h>

#include <boost/asio/executor_work_guard.hpp>
#include <functional>
#include <latch>
#include <new>
#include <stdexcept>
#include <thread>
#include <utility>

#include "base/published.h"
#include "unit/serve/example_site.h"

namespace pitel {
namespace {

namespace asio = boost::asio;

constexpr Form kText{Format::kText, false};
constexpr Form kOpenMetrics{Format::kOpenMetrics, false};
const Selection kPart{{"pitel_calls"}, {"hcm"}};
const Selection kEmptyPart{{}, {"no-such"}};

// Stops the loop once it was called.
class Waiter final : public PageWaiter {
 public:
  Waiter(asio::io_context& io, bool throws) : io_(io), throws_(throws) {}
  void OnPage(std::shared_ptr<const PageBody> made) override {
    called = true;
    page = std::move(made);
    thread = std::this_thread::get_id();
    io_.stop();
    if (throws_) throw std::runtime_error("on page");
  }

  bool called = false;
  std::shared_ptr<const PageBody> page;
  std::thread::id thread;

 private:
  asio::io_context& io_;
  const bool throws_;
};

class PageMakerTest : public ::testing::Test {
 protected:
  std::shared_ptr<const Page> Replace() {
    auto page = testing::PageWith(3);
    page_.Publish(page);
    return page;
  }
  std::shared_ptr<const Page> Current() {
    if (std::this_thread::get_id() != thread_) at_maker_();
    return *page_.Read();
  }
  std::shared_ptr<Waiter> NewWaiter(bool throws = false) {
    return std::make_shared<Waiter>(io_, throws);
  }
  std::shared_ptr<Waiter> Ask(PageMaker& maker, Form form = kText,
                              const Selection& selection = {}) {
    const auto waiter = NewWaiter();
    maker.Make({form, selection}, waiter);
    return waiter;
  }
  void RunUntilCalled(const Waiter& waiter) {
    while (!waiter.called) {
      io_.restart();
      io_.run();
    }
  }

  // Called before the maker begins a page, on its thread.
  std::function<void()> at_maker_ = [] {};
  const std::thread::id thread_ = std::this_thread::get_id();
  Published<std::shared_ptr<const Page>> page_{testing::PageWith(3)};
  asio::io_context io_;
  // Keeps io_ waiting for the page.
  const asio::executor_work_guard<asio::io_context::executor_type> busy_{
      io_.get_executor()};
  const std::function<std::shared_ptr<const Page>()> current_ = [this] {
    return Current();
  };
};

TEST_F(PageMakerTest, GivesThePageOnTheThreadOfTheLoop) {
  PageMaker maker(io_, current_);
  const auto waiter = Ask(maker);
  io_.run();
  ASSERT_NE(waiter->page, nullptr);
  EXPECT_EQ(waiter->page, Current()->Find(kText));
  EXPECT_EQ(waiter->thread, thread_);
}

TEST_F(PageMakerTest, GivesAPageThatWasMadeAtOnce) {
  PageMaker maker(io_, current_);
  const auto page = Current()->Make(kText);
  EXPECT_EQ(Ask(maker)->page, page);
}

TEST_F(PageMakerTest, LetsGoOfTheWaiter) {
  PageMaker maker(io_, current_);
  std::weak_ptr<Waiter> waiter = Ask(maker);
  io_.run();
  EXPECT_TRUE(waiter.expired());
}

TEST_F(PageMakerTest, LetsGoOfAWaiterThatThrows) {
  PageMaker maker(io_, current_);
  auto waiter = NewWaiter(true);
  maker.Make({kText, {}}, waiter);
  const std::weak_ptr<Waiter> weak = std::exchange(waiter, nullptr);
  EXPECT_THROW(io_.run(), std::runtime_error);
  EXPECT_TRUE(weak.expired());
}

TEST_F(PageMakerTest, SaysThatThereIsNoMemoryForAPage) {
  at_maker_ = [] { throw std::bad_alloc(); };
  PageMaker maker(io_, current_);
  const auto waiter = Ask(maker);
  EXPECT_THROW(io_.run(), std::bad_alloc);
  EXPECT_TRUE(waiter->called);
  EXPECT_EQ(waiter->page, nullptr);
}

TEST_F(PageMakerTest, MakesPartsOfPages) {
  PageMaker maker(io_, current_);
  const auto page = Current()->Make(kText);
  const auto part = Ask(maker, kText, kPart);
  RunUntilCalled(*part);
  EXPECT_EQ(part->page->bytes, page->bytes);
  const auto empty = Ask(maker, kText, kEmptyPart);
  RunUntilCalled(*empty);
  EXPECT_EQ(empty->page->bytes, "");
}

TEST_F(PageMakerTest, MakesNoPartWhileOthersUseTheMemory) {
  PageMaker maker(io_, current_, 1);
  const auto first = Ask(maker, kText, kPart);
  RunUntilCalled(*first);
  ASSERT_NE(first->page, nullptr);
  const auto second = Ask(maker, kText, kPart);
  RunUntilCalled(*second);
  EXPECT_EQ(second->page, nullptr);
  const auto whole = Ask(maker);
  RunUntilCalled(*whole);
  EXPECT_NE(whole->page, nullptr) << "exists once";
  first->page = nullptr;
  const auto third = Ask(maker, kText, kPart);
  RunUntilCalled(*third);
  EXPECT_NE(third->page, nullptr);
}

TEST_F(PageMakerTest, CallsNobodyOnItsOwnThreadWhenDestroyed) {
  std::shared_ptr<Waiter> waiter;
  {
    PageMaker maker(io_, current_);
    waiter = Ask(maker);
  }
  EXPECT_EQ(waiter->page, nullptr) << "io_ does not run";
}

// While a page is being made.
class BusyPageMakerTest : public PageMakerTest {
 protected:
  BusyPageMakerTest() {
    at_maker_ = [this] {
      if (!begun_.try_wait()) begun_.count_down();
      finish_.wait();
    };
    first_ = NewWaiter();
    EXPECT_FALSE(maker_.Make({kText, {}}, first_))
        << "no other page is made first";
    begun_.wait();
  }

  std::latch begun_{1};
  std::latch finish_{1};
  PageMaker maker_{io_, current_};
  std::shared_ptr<Waiter> first_;
};

TEST_F(BusyPageMakerTest, MakesTheNewestPageForAllThatWait) {
  const auto old = Replace();
  const auto waiter = NewWaiter();
  EXPECT_TRUE(maker_.Make({kOpenMetrics, {}}, waiter))
      << "another is made first";
  const auto newest = Replace();
  const auto other = Ask(maker_, kOpenMetrics);
  finish_.count_down();
  RunUntilCalled(*waiter);
  RunUntilCalled(*other);
  EXPECT_NE(waiter->page, nullptr);
  EXPECT_EQ(waiter->page, newest->Find(kOpenMetrics));
  EXPECT_EQ(other->page, waiter->page);
  EXPECT_EQ(old->Find(kOpenMetrics), nullptr) << "nobody needs it";
}

TEST_F(BusyPageMakerTest, MakesOnePartForAllThatWaitForIt) {
  const auto part = Ask(maker_, kText, kPart);
  const auto whole = Ask(maker_);
  const auto empty = Ask(maker_, kText, kEmptyPart);
  const auto same = Ask(maker_, kText, kPart);
  finish_.count_down();
  for (const auto& waiter : {part, whole, empty, same}) RunUntilCalled(*waiter);
  EXPECT_EQ(part->page, same->page);
  EXPECT_NE(part->page, whole->page);
  EXPECT_EQ(empty->page->bytes, "");
}

TEST_F(BusyPageMakerTest, MakesNoPageForAForgottenWaiter) {
  auto waiter = Ask(maker_, kOpenMetrics);
  const auto other = Ask(maker_, {Format::kText, true});
  maker_.Forget(*waiter);
  const std::weak_ptr<Waiter> weak = std::exchange(waiter, nullptr);
  EXPECT_TRUE(weak.expired());
  finish_.count_down();
  RunUntilCalled(*other);
  EXPECT_EQ(Current()->Find(kOpenMetrics), nullptr);
}

TEST_F(BusyPageMakerTest, FinishesAPageThatWasBegun) {
  maker_.Forget(*first_);
  finish_.count_down();
  RunUntilCalled(*first_);
  EXPECT_NE(first_->page, nullptr);
}

}  // namespace
}  // namespace pitel
