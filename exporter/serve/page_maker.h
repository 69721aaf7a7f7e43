// A private header of serve.
#pragma once

#include <boost/asio/io_context.hpp>
#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

#include "render/page.h"

namespace pitel {

class PageWaiter {
 public:
  virtual ~PageWaiter() = default;
  // The page is made; null if there was no memory for it. If it throws, the
  // waiter is let go.
  virtual void OnPage(std::shared_ptr<const PageBody> page) = 0;
};

// Makes pages on a thread of its own: a large one takes so long to compress
// that other clients would notice. Waiters for the same form share one page,
// the newest when it is begun.
class PageMaker {
 public:
  // `io` outlives this, and does not run any more when this is destroyed, which
  // waits for the page at hand. `current` returns the page to serve now; it is
  // called on both threads.
  PageMaker(boost::asio::io_context& io,
            std::function<std::shared_ptr<const Page>()> current);

  // Calls OnPage: at once if the current page was made in this form already,
  // else on the thread of `io` once it is made. If there is no memory for it,
  // an exception leaves io.run() as well. Returns whether another page is made
  // first. Called on the thread of `io`, as is Forget.
  bool Make(Form form, const std::shared_ptr<PageWaiter>& waiter);
  // Lets go of a waiter, unless its page has been begun.
  void Forget(const PageWaiter& waiter);

 private:
  struct Job;
  using Jobs = std::list<std::shared_ptr<Job>>;

  void Run(const std::stop_token& stop);
  // The jobs to do next, all for the same form.
  Jobs TakeJobs();
  void Do(Jobs jobs, const std::stop_token& stop);
  void Finish(const std::shared_ptr<Job>& job, const std::stop_token& stop);

  boost::asio::io_context& io_;
  const std::function<std::shared_ptr<const Page>()> current_;

  std::mutex mutex_;  // guards these
  std::condition_variable_any changed_;
  Jobs waiting_;
  bool busy_ = false;
  std::jthread thread_;
};

}  // namespace pitel
