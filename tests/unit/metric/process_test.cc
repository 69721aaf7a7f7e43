#include "metric/process.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <map>
#include <string_view>
#include <thread>

namespace pitel {
namespace {

using testing::ElementsAre;

std::map<std::string_view, double> Values() {
  std::map<std::string_view, double> values;
  for (const Family& family : ReadProcessFamilies()) {
    values[family.header().name] = family.values.at(0);
  }
  return values;
}

TEST(ReadProcessFamilies, CountsDescriptorsAndThreads) {
  // ThreadSanitizer starts a thread of its own beside the first one.
  std::jthread([] {}).join();
  auto before = Values();
  const int file = open("/dev/null", O_RDONLY);
  std::jthread thread([](const std::stop_token& stop) {
    while (!stop.stop_requested()) std::this_thread::yield();
  });
  auto after = Values();
  close(file);
  EXPECT_EQ(after["process_open_fds"], before["process_open_fds"] + 1);
  EXPECT_EQ(after["process_threads"], before["process_threads"] + 1);
}

TEST(ReadProcessFamilies, CountsAllDescriptors) {
  std::size_t count = 0;
  for (int descriptor = 0; descriptor < 1000; ++descriptor) {
    count += fcntl(descriptor, F_GETFD) != -1;
  }
  EXPECT_EQ(Values()["process_open_fds"], count);
}

TEST(ReadProcessFamilies, SeesTheCpuThatWasUsed) {
  const double before = Values()["process_cpu_seconds_total"];
  while (Values()["process_cpu_seconds_total"] < before + 0.02) {
  }
  SUCCEED() << "the loop ends because the number grows";
}

TEST(ReadProcessFamilies, StatesWhenTheProcessStarted) {
  const double now = std::chrono::duration<double>(
                         std::chrono::system_clock::now().time_since_epoch())
                         .count();
  const double start = Values()["process_start_time_seconds"];
  EXPECT_LT(start, now + 2);
  EXPECT_GT(start, now - 600);
}

TEST(ReadProcessFamilies, StatesMemoryAndLimits) {
  auto values = Values();
  EXPECT_GT(values["process_resident_memory_bytes"], 1e5);
  EXPECT_GT(values["process_virtual_memory_bytes"],
            values["process_resident_memory_bytes"]);
  EXPECT_GT(values["process_virtual_memory_max_bytes"],
            values["process_virtual_memory_bytes"]);
  EXPECT_GT(values["process_max_fds"], values["process_open_fds"]);
}

std::vector<std::string_view> Names() {
  std::vector<std::string_view> names;
  for (const Family& family : ReadProcessFamilies()) {
    names.push_back(family.header().name);
  }
  return names;
}

TEST(ReadProcessFamilies, HasTheStandardOnesByName) {
  EXPECT_THAT(Names(),
              ElementsAre("process_cpu_seconds_total", "process_max_fds",
                          "process_open_fds", "process_resident_memory_bytes",
                          "process_start_time_seconds", "process_threads",
                          "process_virtual_memory_bytes",
                          "process_virtual_memory_max_bytes"));
}

TEST(ReadProcessFamilies, LeavesOutWhatTheKernelDoesNotTell) {
  rlimit limit{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
  const rlimit none{0, limit.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
  auto names = Names();
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0);
  std::erase(names, "process_open_fds");  // Linux 6.2 tells it even now
  EXPECT_THAT(names, ElementsAre("process_max_fds",
                                 "process_virtual_memory_max_bytes"));
}

}  // namespace
}  // namespace pitel
