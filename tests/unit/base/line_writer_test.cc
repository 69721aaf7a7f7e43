#include "base/line_writer.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <thread>
#include <vector>

namespace pitel {
namespace {

using testing::ElementsAre;

std::string Describe(std::uint64_t dropped) {
  return "dropped " + std::to_string(dropped) + "\n";
}

class Pipe {
 public:
  Pipe() {
    if (::pipe2(ends_, O_CLOEXEC) != 0) throw std::bad_alloc();
    std::signal(SIGPIPE, SIG_IGN);
  }
  ~Pipe() {
    CloseReader();
    ::close(ends_[1]);
  }
  int writer() const { return ends_[1]; }
  void CloseReader() {
    if (ends_[0] >= 0) ::close(ends_[0]);
    ends_[0] = -1;
  }
  // Waits until the writer's thread has begun to write.
  void AwaitData() const {
    pollfd waiting{ends_[0], POLLIN, 0};
    ::poll(&waiting, 1, -1);
  }
  // All lines up to the first that begins with `last`.
  std::vector<std::string> ReadUntil(const std::string& last) {
    std::vector<std::string> lines(1);
    char c = 0;
    while (::read(ends_[0], &c, 1) == 1) {
      if (c != '\n') {
        lines.back() += c;
        continue;
      }
      if (lines.back().starts_with(last)) return lines;
      lines.emplace_back();
    }
    return lines;
  }

 private:
  int ends_[2];
};

TEST(LineWriter, WritesLinesInOrder) {
  Pipe pipe;
  {
    LineWriter writer(pipe.writer(), Describe);
    for (int i = 0; i < 3; ++i)
      writer.Write("line " + std::to_string(i) + "\n");
  }
  EXPECT_THAT(pipe.ReadUntil("line 2"),
              ElementsAre("line 0", "line 1", "line 2"));
}

TEST(LineWriter, ReportsDroppedLinesWhenTheReaderIsBack) {
  Pipe pipe;
  LineWriter writer(pipe.writer(), Describe);
  const std::string line(999, 'x');
  const int given = 3000;  // 3 MB; a pipe takes 64 kB
  for (int i = 0; i < given; ++i) writer.Write(line + "\n");
  EXPECT_GT(writer.dropped(), 500u);
  EXPECT_FALSE(writer.Flush(std::chrono::milliseconds(1)));
  const auto lines = pipe.ReadUntil("dropped");
  EXPECT_EQ(lines.size() - 1 + writer.dropped(), 1u * given);
  EXPECT_EQ(lines.back() + "\n", Describe(writer.dropped()));
}

TEST(LineWriter, DropsLinesBeyondTheMaximumNumber) {
  Pipe pipe;
  LineWriter writer(pipe.writer(), Describe);
  writer.Write(std::string(100'000, 'x') + "\n");  // does not fit into the pipe
  pipe.AwaitData();
  for (std::size_t i = 0; i < LineWriter::kMostLines + 7; ++i) {
    writer.Write("\n");
  }
  EXPECT_EQ(writer.dropped(), 7u);
  pipe.ReadUntil("dropped");
}

TEST(LineWriter, EndsEvenIfNobodyReads) {
  Pipe pipe;
  {
    LineWriter writer(pipe.writer(), Describe);
    writer.Write(std::string(200'000, 'x') + "\n");
  }
  pipe.ReadUntil("x");  // until then its thread uses the pipe
}

TEST(LineWriter, CountsLinesThatCannotBeWritten) {
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  ASSERT_GE(full, 0);
  Pipe broken;
  broken.CloseReader();
  for (const int descriptor : {full, broken.writer(), 9999}) {
    LineWriter writer(descriptor, Describe);
    writer.Write("a\n");
    writer.Write("b\n");
    while (writer.dropped() < 2) std::this_thread::yield();
  }
  ::close(full);
}

TEST(LineWriter, WaitsForADescriptorThatWouldBlock) {
  Pipe pipe;
  ASSERT_EQ(::fcntl(pipe.writer(), F_SETFL, O_NONBLOCK), 0);
  LineWriter writer(pipe.writer(), Describe);
  writer.Write(std::string(500'000, 'x') + "\n");
  writer.Write("end\n");
  const auto lines = pipe.ReadUntil("end");
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].size(), 500'000u);
  EXPECT_EQ(writer.dropped(), 0u);
}

}  // namespace
}  // namespace pitel
