#include "serve/page_maker.h"

#include <algorithm>
#include <exception>
#include <new>
#include <utility>

#include "base/thread.h"
#include "serve/reliable_post.h"

namespace pitel {

struct PageMaker::Job {
  PageRequest request;
  std::shared_ptr<PageWaiter> waiter;
  std::shared_ptr<const PageBody> page = {};
  bool out_of_memory = false;
};

PageMaker::PageMaker(boost::asio::io_context& io,
                     std::function<std::shared_ptr<const Page>()> current,
                     std::size_t part_bytes)
    : io_(io), current_(std::move(current)), part_bytes_(part_bytes) {
  thread_ = StartThread("making pages",
                        [this](const std::stop_token& stop) { Run(stop); });
}

bool PageMaker::Make(const PageRequest& request,
                     const std::shared_ptr<PageWaiter>& waiter) {
  if (auto page = current_()->Find(request.form, request.selection)) {
    waiter->OnPage(std::move(page));
    return false;
  }
  auto job = std::make_shared<Job>(Job{request, waiter});
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
                            [first = waiting_.front()](const auto& job) {
                              return job->request == first->request;
                            });
  Jobs jobs;
  jobs.splice(jobs.end(), waiting_, waiting_.begin(), others);
  return jobs;
}

void PageMaker::Do(Jobs jobs, const std::stop_token& stop) {
  std::shared_ptr<const PageBody> page;
  bool out_of_memory = false;
  try {
    page = MakeNow(jobs.front()->request);
  } catch (const std::exception&) {
    out_of_memory = true;  // the waiters are told
  }
  for (const auto& job : jobs) {
    job->page = page;
    job->out_of_memory = out_of_memory;
    Finish(job, stop);
  }
}

std::shared_ptr<const PageBody> PageMaker::MakeNow(const PageRequest& request) {
  const auto& [form, selection] = request;
  if (selection.IsAll()) return current_()->Make(form);
  if (!HasRoomForPart()) return nullptr;
  auto part = current_()->Make(form, selection);
  parts_.push_back(part);
  return part;
}

bool PageMaker::HasRoomForPart() {
  std::erase_if(parts_, [](const auto& part) { return part.expired(); });
  std::size_t bytes = 0;
  for (const auto& weak : parts_) {
    if (const auto part = weak.lock()) bytes += part->bytes.size();
  }
  return bytes < part_bytes_;
}

void PageMaker::Finish(const std::shared_ptr<Job>& job,
                       const std::stop_token& stop) {
  PostReliably(io_, stop, [job] {
    // Lets go of the waiter on this thread, not on that of the maker.
    const auto waiter = std::move(job->waiter);
    waiter->OnPage(job->page);
    if (job->out_of_memory) throw std::bad_alloc();
  });
}

}  // namespace pitel
