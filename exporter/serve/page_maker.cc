#include "serve/page_maker.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <chrono>
#include <exception>
#include <new>
#include <utility>

#include "base/thread.h"

namespace pitel {
namespace {

constexpr std::chrono::milliseconds kTryAgainAfter{10};

}  // namespace

struct PageMaker::Job {
  Form form;
  std::shared_ptr<PageWaiter> waiter;
  std::shared_ptr<const PageBody> page;
};

PageMaker::PageMaker(boost::asio::io_context& io,
                     std::function<std::shared_ptr<const Page>()> current)
    : io_(io), current_(std::move(current)) {
  thread_ = StartThread("making pages",
                        [this](const std::stop_token& stop) { Run(stop); });
}

bool PageMaker::Make(Form form, const std::shared_ptr<PageWaiter>& waiter) {
  if (auto page = current_()->Find(form)) {
    waiter->OnPage(std::move(page));
    return false;
  }
  auto job = std::make_shared<Job>(Job{form, waiter, nullptr});
  const std::lock_guard lock(mutex_);
  const bool other_is_first = busy_ || !waiting_.empty();
  waiting_.push_back(std::move(job));
  changed_.notify_one();
  return other_is_first;
}

void PageMaker::Forget(const PageWaiter& waiter) {
  const std::lock_guard lock(mutex_);
  waiting_.remove_if(
      [&](const auto& job) { return job->waiter.get() == &waiter; });
}

void PageMaker::Run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  const auto has_work = [this] { return !waiting_.empty(); };
  while (changed_.wait(lock, stop, has_work) && !stop.stop_requested()) {
    Jobs jobs = TakeJobs();
    busy_ = true;
    lock.unlock();
    Do(std::move(jobs), stop);
    lock.lock();
    busy_ = false;
  }
}

PageMaker::Jobs PageMaker::TakeJobs() {
  const auto others =
      std::stable_partition(waiting_.begin(), waiting_.end(),
                            [form = waiting_.front()->form](const auto& job) {
                              return job->form == form;
                            });
  Jobs jobs;
  jobs.splice(jobs.end(), waiting_, waiting_.begin(), others);
  return jobs;
}

void PageMaker::Do(Jobs jobs, const std::stop_token& stop) {
  std::shared_ptr<const PageBody> page;
  try {
    page = current_()->Make(jobs.front()->form);
  } catch (const std::exception&) {
    // Out of memory: the waiters are told.
  }
  for (const auto& job : jobs) {
    job->page = page;
    Finish(job, stop);
  }
}

void PageMaker::Finish(const std::shared_ptr<Job>& job,
                       const std::stop_token& stop) {
  const auto finish = [job] {
    // Lets go of the waiter on this thread, not on that of the maker.
    const auto waiter = std::move(job->waiter);
    waiter->OnPage(job->page);
    if (job->page == nullptr) throw std::bad_alloc();
  };
  do {
    try {
      return boost::asio::post(io_, finish);
    } catch (const std::exception&) {
      std::this_thread::sleep_for(kTryAgainAfter);
    }
  } while (!stop.stop_requested());
}

}  // namespace pitel
