// A private header of serve.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <memory>

#include "render/page.h"
#include "serve/response.h"

namespace pitel {

class PageWaiter {
 public:
  virtual ~PageWaiter() = default;
  // The page is there. If it throws, the waiter is let go.
  virtual void OnPage(std::shared_ptr<const PageBody> page) = 0;
};

// Makes pages on a thread of its own: a large one takes so long to compress
// that other clients would notice.
class PageMaker {
 public:
  // `io` outlives this, and does not run any more when this is destroyed.
  explicit PageMaker(boost::asio::io_context& io) : io_(io) {}
  // Waits for the page at hand.
  ~PageMaker();

  // Calls OnPage on the thread of `io` once the page is made. If memory runs
  // out, an exception leaves io.run(), and the waiter is let go.
  void Make(const PageRequest& request, std::shared_ptr<PageWaiter> waiter);

 private:
  boost::asio::io_context& io_;
  std::atomic<bool> stopping_ = false;
  boost::asio::thread_pool thread_{1};
};

}  // namespace pitel
