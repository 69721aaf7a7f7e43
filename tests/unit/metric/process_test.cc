#include "metric/process.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <thread>

namespace pitel {
namespace {

TEST(ReadProcessUsage, CountsDescriptorsAndThreads) {
  // ThreadSanitizer starts a thread of its own beside the first one.
  std::jthread([] {}).join();
  const ProcessUsage before = ReadProcessUsage();
  const int file = open("/dev/null", O_RDONLY);
  std::jthread thread([](const std::stop_token& stop) {
    while (!stop.stop_requested()) std::this_thread::yield();
  });
  const ProcessUsage after = ReadProcessUsage();
  close(file);
  EXPECT_EQ(*after.open_fds, *before.open_fds + 1);
  EXPECT_EQ(*after.threads, *before.threads + 1);
}

TEST(ReadProcessUsage, SeesTheCpuThatWasUsed) {
  const double before = *ReadProcessUsage().cpu_seconds;
  while (*ReadProcessUsage().cpu_seconds < before + 0.02) {
  }
  SUCCEED() << "the loop ends because the number grows";
}

TEST(ReadProcessUsage, StatesWhenTheProcessStarted) {
  const double now = std::chrono::duration<double>(
                         std::chrono::system_clock::now().time_since_epoch())
                         .count();
  const double start = *ReadProcessUsage().start_time_seconds;
  EXPECT_LT(start, now + 2);
  EXPECT_GT(start, now - 600);
}

TEST(ReadProcessUsage, StatesMemory) {
  const ProcessUsage usage = ReadProcessUsage();
  EXPECT_GT(*usage.resident_bytes, 1e5);
  EXPECT_GT(*usage.virtual_bytes, *usage.resident_bytes);
  EXPECT_GT(*usage.virtual_max_bytes, *usage.virtual_bytes);
  EXPECT_GT(*usage.max_fds, *usage.open_fds);
}

TEST(ProcessFamilies, AreTheStandardOnesByName) {
  const auto families = ProcessFamilies(ReadProcessUsage());
  std::vector<std::string> names;
  for (const Family& family : families)
    names.emplace_back(family.header().name);
  EXPECT_THAT(names, testing::ElementsAre(
                         "process_cpu_seconds_total", "process_max_fds",
                         "process_open_fds", "process_resident_memory_bytes",
                         "process_start_time_seconds", "process_threads",
                         "process_virtual_memory_bytes",
                         "process_virtual_memory_max_bytes"));
}

TEST(ProcessFamilies, LeaveOutWhatIsNotKnown) {
  EXPECT_TRUE(ProcessFamilies({}).empty());
  EXPECT_EQ(ProcessFamilies({.threads = 3}).size(), 1u);
}

}  // namespace
}  // namespace pitel
