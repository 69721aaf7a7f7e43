#include "serve/page_maker.h"

#include <gtest/gtest.h>

#include <boost/asio/executor_work_guard.hpp>
#include <stdexcept>
#include <thread>

#include "unit/serve/example_site.h"

namespace pitel {
namespace {

namespace asio = boost::asio;

// Stops the loop once it has its page.
class Waiter final : public PageWaiter {
 public:
  Waiter(asio::io_context& io, bool throws) : io_(io), throws_(throws) {}
  void OnPage(std::shared_ptr<const PageBody> made) override {
    page = std::move(made);
    thread = std::this_thread::get_id();
    io_.stop();
    if (throws_) throw std::runtime_error("on page");
  }

  std::shared_ptr<const PageBody> page;
  std::thread::id thread;

 private:
  asio::io_context& io_;
  const bool throws_;
};

class PageMakerTest : public ::testing::Test {
 protected:
  std::shared_ptr<Waiter> Ask(PageMaker& maker, bool throws = false) {
    const auto waiter = std::make_shared<Waiter>(io_, throws);
    maker.Make(request_, waiter);
    return waiter;
  }

  asio::io_context io_;
  // Keeps io_ waiting for the page.
  const asio::executor_work_guard<asio::io_context::executor_type> busy_{
      io_.get_executor()};
  const PageRequest request_{testing::PageWith(3), {Format::kText, false}};
};

TEST_F(PageMakerTest, GivesThePageOnTheThreadOfTheLoop) {
  PageMaker maker(io_);
  const auto waiter = Ask(maker);
  io_.run();
  ASSERT_NE(waiter->page, nullptr);
  EXPECT_EQ(waiter->page, request_.page->Find(request_.form));
  EXPECT_EQ(waiter->thread, std::this_thread::get_id());
}

TEST_F(PageMakerTest, LetsGoOfTheWaiter) {
  PageMaker maker(io_);
  std::weak_ptr<Waiter> waiter = Ask(maker);
  io_.run();
  EXPECT_TRUE(waiter.expired());
}

TEST_F(PageMakerTest, LetsGoOfAWaiterThatThrows) {
  PageMaker maker(io_);
  std::weak_ptr<Waiter> waiter = Ask(maker, true);
  EXPECT_THROW(io_.run(), std::runtime_error);
  EXPECT_TRUE(waiter.expired());
}

TEST_F(PageMakerTest, CallsNobodyOnItsOwnThreadWhenDestroyed) {
  std::shared_ptr<Waiter> waiter;
  {
    PageMaker maker(io_);
    waiter = Ask(maker);
  }
  EXPECT_EQ(waiter->page, nullptr) << "io_ does not run";
}

}  // namespace
}  // namespace pitel
