// A private header of serve.
#pragma once

#include <boost/asio/io_context.hpp>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include "render/page.h"

namespace pitel {

inline constexpr std::size_t kPartBytes = 128u << 20;

class PageWaiter {
 public:
  virtual ~PageWaiter() = default;
  // The page is made; null if there is no memory for it. If it throws, the
  // waiter is let go.
  virtual void OnPage(std::shared_ptr<const PageBody> page) = 0;
};

// Makes pages on a thread of its own: a large one takes so long to compress
// that other clients would notice. Waiters for the same page in the same form,
// or for the same part of it, share one, the newest when it is begun.
//
// A page exists once in each form, but there are many possible parts. So that
// slow readers cannot fill the memory, no part is made while those in use have
// kPartBytes or more.
class PageMaker {
 public:
  // `io` outlives this, and does not run any more when this is destroyed, which
  // waits for the page at hand. `current` returns the page to serve now; it is
  // called on both threads.
  PageMaker(boost::asio::io_context& io,
            std::function<std::shared_ptr<const Page>()> current,
            std::size_t part_bytes = kPartBytes);

  // Calls OnPage: at once if the current page was made in this form already,
  // else on the thread of `io` once it is made. If memory runs out, an
  // exception leaves io.run() as well. Returns whether another page is made
  // first. Called on the thread of `io`, as is Forget.
  bool Make(const PageRequest& request,
            const std::shared_ptr<PageWaiter>& waiter);
  // Lets go of a waiter, unless its page has been begun.
  void Forget(const PageWaiter& waiter);

 private:
  struct Job;
  using Jobs = std::list<std::shared_ptr<Job>>;

  void Run(const std::stop_token& stop);
  // The jobs to do next, all with the same request.
  Jobs TakeJobs();
  void Do(Jobs jobs, const std::stop_token& stop);
  std::shared_ptr<const PageBody> MakeNow(const PageRequest& request);
  bool HasRoomForPart();
  void Finish(const std::shared_ptr<Job>& job, const std::stop_token& stop);

  boost::asio::io_context& io_;
  const std::function<std::shared_ptr<const Page>()> current_;
  const std::size_t part_bytes_;
  // The parts that were made; some are still in use. Belongs to the thread that
  // makes pages.
  std::vector<std::weak_ptr<const PageBody>> parts_;

  std::mutex mutex_;  // guards these
  std::condition_variable_any changed_;
  Jobs waiting_;
  bool busy_ = false;
  std::jthread thread_;
};

}  // namespace pitel
