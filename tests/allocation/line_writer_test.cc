#include "base/line_writer.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <new>
#include <string>
#include <utility>

#include "sweep.h"

namespace pitel {
namespace {

constexpr std::chrono::seconds kGenerous{30};

// Discards what is written.
class NullDevice {
 public:
  NullDevice() : descriptor_(::open("/dev/null", O_WRONLY | O_CLOEXEC)) {
    if (descriptor_ < 0) throw std::bad_alloc();
  }
  ~NullDevice() { ::close(descriptor_); }
  NullDevice(const NullDevice&) = delete;
  NullDevice& operator=(const NullDevice&) = delete;

  int descriptor() const { return descriptor_; }

 private:
  const int descriptor_;
};

std::string Describe(std::uint64_t dropped) {
  return "lines that were dropped for lack of memory or of a reader: " +
         std::to_string(dropped) + "\n";
}

// The writer outlives the sweep, since its thread would finish after it.
TEST(LineWriter, WritesOnWhicheverAllocationFails) {
  const NullDevice null;
  LineWriter writer(null.descriptor(), Describe);
  // The thread takes the vector that was reserved at the start, then waits: the
  // first allocation of an attempt is the one for its first line.
  writer.Write("first\n");
  ASSERT_TRUE(writer.Flush(kGenerous));
  std::string line(60, 'x');
  std::uint64_t before = 0;
  std::uint64_t most = 0;
  const auto failed = SweepAllocations(
      AllocationScope::kAnyThread,
      [&]() noexcept {
        before = writer.dropped();
        writer.Write(std::move(line));
        writer.Drop();
        writer.Write("y\n");
        writer.Flush(kGenerous);
      },
      [&] {
        EXPECT_TRUE(writer.Flush(kGenerous));
        most = std::max(most, writer.dropped() - before);
        line.assign(60, 'x');
      });
  EXPECT_GT(failed, 1u);
  EXPECT_EQ(most, 2u);
}

TEST(LineWriter, StartsOrThrowsWhicheverAllocationFails) {
  const NullDevice null;
  const auto failed = SweepAllocations(
      AllocationScope::kThisThread,
      [&] { LineWriter(null.descriptor(), Describe).Write("x\n"); }, [] {});
  EXPECT_GT(failed, 2u);
}

}  // namespace
}  // namespace pitel
