#include "doctor/recording_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <string>

#include "base/text_file.h"
#include "support/temporary_folder.h"

namespace pitel {
namespace {

using ::testing::HasSubstr;

class RecordingFileTest : public ::testing::Test {
 protected:
  std::string Content() const { return *ReadTextFile(path_, 1 << 20); }

  const TemporaryFolder folder_;
  const std::filesystem::path path_ = folder_.path() / "recording";
};

TEST_F(RecordingFileTest, IsReadableByItsOwnerOnly) {
  const auto file = RecordingFile::Create(path_);
  ASSERT_TRUE(file.ok());
  struct stat status {};
  ASSERT_EQ(::stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0600u);
}

TEST_F(RecordingFileTest, HasItsLinesAtOnce) {
  const auto file = RecordingFile::Create(path_);
  (*file)->Append("a\n");
  EXPECT_EQ(Content(), "a\n");
  (*file)->Append("b\n");
  EXPECT_EQ(Content(), "a\nb\n");
  EXPECT_TRUE((*file)->complete());
}

TEST_F(RecordingFileTest, MustNotExist) {
  folder_.Write("recording", "precious");
  const auto file = RecordingFile::Create(path_);
  ASSERT_FALSE(file.ok());
  EXPECT_THAT(file.error().message, HasSubstr("recording"));
  EXPECT_THAT(file.error().message, HasSubstr("exists"));
  EXPECT_EQ(Content(), "precious");
}

TEST_F(RecordingFileTest, MustNotBeALinkEither) {
  std::filesystem::create_symlink(folder_.path() / "elsewhere", path_);
  EXPECT_FALSE(RecordingFile::Create(path_).ok());
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "elsewhere"));
}

// The limit on the size of files stands for a full disk.
TEST_F(RecordingFileTest, KeepsWholeLinesIfThereIsNoRoom) {
  const auto file = RecordingFile::Create(path_);
  (*file)->Append("first\n");
  rlimit usual{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &usual), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit tight{10, usual.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &tight), 0);
  (*file)->Append("second\n");
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &usual), 0);
  std::signal(SIGXFSZ, handler);
  EXPECT_FALSE((*file)->complete());
  (*file)->Append("third\n");
  EXPECT_EQ(Content(), "first\n");
}

}  // namespace
}  // namespace pitel
