#include "base/text_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support/temporary_folder.h"

namespace pitel {
namespace {

std::string ErrorOf(const std::filesystem::path& file) {
  const auto text = ReadTextFile(file, 10);
  return text ? "" : text.error().message;
}

TEST(ReadTextFile, ReturnsAllBytesUpToTheLimit) {
  const TemporaryFolder folder;
  EXPECT_EQ(*ReadTextFile(folder.Write("empty", ""), 0), "");
  const std::string content("0123\n\0\xFF\r\n9", 10);
  EXPECT_EQ(*ReadTextFile(folder.Write("full", content), 10), content);
  const std::string large(100'000, 'x');
  EXPECT_EQ(*ReadTextFile(folder.Write("large", large), 100'000), large);
  EXPECT_EQ(ErrorOf(folder.Write("longer", content + "x")),
            "is larger than 10 bytes");
}

TEST(ReadTextFile, ReadsFilesThatTheKernelMakes) {
  const auto text = ReadTextFile("/proc/self/stat", 4096);
  ASSERT_TRUE(text.ok());
  EXPECT_NE(text->find(')'), std::string::npos);
}

TEST(ReadTextFile, RefusesWhatIsNotARegularFileWithoutWaiting) {
  const TemporaryFolder folder;
  const auto fifo = folder.path() / "fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  EXPECT_EQ(ErrorOf(fifo), "is not a regular file");
  EXPECT_EQ(ErrorOf(folder.path()), "is not a regular file");
  EXPECT_EQ(ErrorOf("/dev/zero"), "is not a regular file");
  EXPECT_EQ(ErrorOf(folder.path() / "none"),
            "cannot be read: No such file or directory");
}

}  // namespace
}  // namespace pitel
