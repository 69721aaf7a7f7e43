#include "base/line_writer.h"

#include <poll.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/thread.h"

namespace pitel {
namespace {

// False if it cannot be written, now or later.
bool WriteAll(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      // Another process that shares the descriptor made it non-blocking.
      pollfd waiting{descriptor, POLLOUT, 0};
      ::poll(&waiting, 1, -1);
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

}  // namespace

struct LineWriter::Queue {
  // The thread's function.
  void Run() {
    std::unique_lock lock(mutex);
    while (true) {
      changed.wait(lock, [this] { return !lines.empty() || ended; });
      if (lines.empty()) return;
      std::vector<std::string> batch;
      batch.swap(lines);
      bytes = 0;
      writing = true;
      lock.unlock();
      for (const std::string& line : batch) {
        if (!WriteAll(descriptor, line)) ++dropped;
      }
      lock.lock();
      if (lines.empty() && dropped != told) {
        lock.unlock();
        TellDrops();
        lock.lock();
      }
      writing = false;
      changed.notify_all();
    }
  }

  // Called once the lines that preceded the dropped ones are written.
  void TellDrops() {
    const std::uint64_t now = dropped;
    try {
      if (WriteAll(descriptor, describe_drops(now - told))) told = now;
    } catch (const std::exception&) {
      // Out of memory: the next batch tries again.
    }
  }

  int descriptor;
  std::function<std::string(std::uint64_t)> describe_drops;
  std::atomic<std::uint64_t> dropped = 0;
  std::uint64_t told = 0;  // how many of `dropped` were reported; the thread's

  std::mutex mutex;  // guards what follows
  std::condition_variable changed;
  std::vector<std::string> lines;
  std::size_t bytes = 0;  // of lines
  bool writing = false;
  bool ended = false;
};

LineWriter::LineWriter(int descriptor,
                       std::function<std::string(std::uint64_t)> describe_drops)
    : queue_(std::make_shared<Queue>()) {
  queue_->descriptor = descriptor;
  queue_->describe_drops = std::move(describe_drops);
  queue_->lines.reserve(kMostLines / 100);
  StartThread("the log", [queue = queue_] { queue->Run(); }).detach();
}

LineWriter::~LineWriter() {
  {
    const std::lock_guard lock(queue_->mutex);
    queue_->ended = true;
  }
  queue_->changed.notify_all();
  Flush();
}

void LineWriter::Write(std::string line) noexcept {
  try {
    const std::lock_guard lock(queue_->mutex);
    const bool has_room = queue_->lines.size() < kMostLines &&
                          queue_->bytes + line.size() <= kMostBytes;
    if (!has_room) return Drop();
    const std::size_t size = line.size();
    queue_->lines.push_back(std::move(line));
    queue_->bytes += size;
  } catch (const std::exception&) {
    Drop();
  }
  queue_->changed.notify_all();
}

void LineWriter::Drop() noexcept { ++queue_->dropped; }

bool LineWriter::Flush(std::chrono::nanoseconds patience) {
  std::unique_lock lock(queue_->mutex);
  return queue_->changed.wait_for(lock, patience, [this] {
    return queue_->lines.empty() && !queue_->writing;
  });
}

std::uint64_t LineWriter::dropped() const { return queue_->dropped; }

}  // namespace pitel
