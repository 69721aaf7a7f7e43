#include "serve/page_maker.h"

#include <boost/asio/post.hpp>
#include <chrono>
#include <exception>
#include <new>
#include <thread>
#include <utility>

namespace pitel {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::milliseconds kTryAgainAfter{10};

struct Job {
  Job(const PageRequest& to_make, std::shared_ptr<PageWaiter> waits)
      : request(to_make), waiter(std::move(waits)) {}

  const PageRequest request;
  std::shared_ptr<PageWaiter> waiter;
  std::shared_ptr<const PageBody> page;
};

std::shared_ptr<const PageBody> TryMake(const PageRequest& request) try {
  return request.page->Make(request.form);
} catch (const std::exception&) {
  return nullptr;
}

template <typename Handler>
bool TryPost(asio::io_context& io, const Handler& handler) try {
  asio::post(io, handler);
  return true;
} catch (const std::exception&) {
  return false;
}

}  // namespace

PageMaker::~PageMaker() {
  stopping_ = true;
  thread_.stop();
  thread_.join();
}

void PageMaker::Make(const PageRequest& request,
                     std::shared_ptr<PageWaiter> waiter) {
  auto job = std::make_shared<Job>(request, std::move(waiter));
  asio::post(thread_, [this, job] {
    job->page = TryMake(job->request);
    const auto finish = [job] {
      // Lets go of the waiter on this thread, not on that of the maker.
      const auto finished = std::move(job->waiter);
      if (job->page == nullptr) throw std::bad_alloc();
      finished->OnPage(std::move(job->page));
    };
    while (!TryPost(io_, finish) && !stopping_) {
      std::this_thread::sleep_for(kTryAgainAfter);
    }
  });
}

}  // namespace pitel
