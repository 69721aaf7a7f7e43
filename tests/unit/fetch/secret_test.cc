#include "fetch/secret.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "support/temporary_folder.h"

namespace pitel {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto kKey = CredentialKind::kApiKey;
constexpr auto kToken = CredentialKind::kBearerToken;

std::string Read(const std::filesystem::path& file,
                 CredentialKind kind = kKey) {
  const auto secret = ReadSecretFile(file, kind);
  return secret.ok() ? *secret : "error: " + secret.error().message;
}

TEST(ReadSecretFile, AcceptsTheLongestSecretWithItsNewline) {
  const TemporaryFolder folder;
  const std::string longest(kSecretBytes, 'x');
  EXPECT_EQ(Read(folder.Write("a", longest + "\r\n\n")), longest);
  EXPECT_THAT(Read(folder.Write("b", longest + "y")), HasSubstr("longer"));
  EXPECT_THAT(Read(folder.Write("c", std::string(1 << 20, 'x'))),
              HasSubstr("larger than 5120 bytes"));
}

TEST(ReadSecretFile, RefusesWhatIsNotARegularFileWithoutWaiting) {
  const TemporaryFolder folder;
  const auto fifo = folder.path() / "fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  EXPECT_THAT(Read(fifo), HasSubstr("not a regular file"));
  EXPECT_THAT(Read(folder.path()), HasSubstr("not a regular file"));
  EXPECT_THAT(Read("/dev/zero"), HasSubstr("not a regular file"));
}

TEST(ReadSecretFile, SaysWhyWithoutQuotingTheContent) {
  const TemporaryFolder folder;
  EXPECT_THAT(Read(folder.path() / "none"), HasSubstr("No such file"));
  EXPECT_THAT(Read(folder.Write("a", "")), HasSubstr("empty"));
  EXPECT_THAT(Read(folder.Write("b", "\n")), HasSubstr("empty"));
  const auto two_lines = Read(folder.Write("c", "hunter2\nhunter2\n"), kToken);
  EXPECT_THAT(two_lines, HasSubstr("error"));
  EXPECT_THAT(two_lines, Not(HasSubstr("hunter2")));
}

class SecretTest : public ::testing::Test {
 protected:
  std::string Get() {
    const auto got = secret_.Get();
    return got.ok() ? *got : "error: " + got.error().message;
  }
  // What was logged since the last call.
  static int Lines(const std::string& text) {
    return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
  }

  const TemporaryFolder folder_;
  const std::filesystem::path file_ = folder_.Write("key", "first\n");
  Log log_{LogLevel::kInfo, LogFormat::kLogfmt};
  Secret secret_{"hcm", {kKey, "", file_}, log_};
};

TEST_F(SecretTest, ReturnsTheNewContentOfAReplacedFile) {
  EXPECT_EQ(Get(), "first");
  std::filesystem::rename(folder_.Write("new", "second\n"), file_);
  EXPECT_EQ(Get(), "second");
}

TEST_F(SecretTest, HasChangedOnlyIfItsContentHas) {
  EXPECT_EQ(Get(), "first");
  EXPECT_FALSE(secret_.Changed());
  folder_.Write("key", "first");  // another time, inode content and size
  EXPECT_FALSE(secret_.Changed());
  folder_.Write("key", "fir5t");  // same size
  EXPECT_TRUE(secret_.Changed());
  EXPECT_TRUE(secret_.Changed()) << "until it is used";
  EXPECT_EQ(Get(), "fir5t");
  EXPECT_FALSE(secret_.Changed());
}

TEST_F(SecretTest, KeepsTheOldSecretAndLogsEachProblemOnce) {
  EXPECT_EQ(Get(), "first");
  ::testing::internal::CaptureStderr();
  folder_.Write("key", "");
  EXPECT_EQ(Get(), "first");
  EXPECT_EQ(Get(), "first");
  EXPECT_FALSE(secret_.Changed());
  std::filesystem::remove(file_);
  EXPECT_EQ(Get(), "first");
  ASSERT_EQ(::mkfifo(file_.c_str(), 0600), 0);
  EXPECT_EQ(Get(), "first");
  std::filesystem::remove(file_);
  folder_.Write("key", "two\nlines\n");
  EXPECT_EQ(Get(), "first");
  EXPECT_EQ(Get(), "first");
  log_.Flush(std::chrono::minutes(1));
  const std::string log = ::testing::internal::GetCapturedStderr();
  EXPECT_EQ(Lines(log), 4) << log;
  EXPECT_THAT(log, HasSubstr("target=hcm"));
  EXPECT_THAT(log, HasSubstr("is empty"));
  EXPECT_THAT(log, HasSubstr("not a regular file"));
  EXPECT_THAT(log, Not(HasSubstr("first")));
  EXPECT_THAT(log, Not(HasSubstr("two")));
}

TEST_F(SecretTest, LogsAProblemAgainThatHadGone) {
  EXPECT_EQ(Get(), "first");
  ::testing::internal::CaptureStderr();
  folder_.Write("key", "");
  Get();
  folder_.Write("key", "second");
  EXPECT_EQ(Get(), "second");
  folder_.Write("key", "");
  EXPECT_EQ(Get(), "second");
  log_.Flush(std::chrono::minutes(1));
  EXPECT_EQ(Lines(::testing::internal::GetCapturedStderr()), 2);
}

TEST_F(SecretTest, FailsWhereThereNeverWasASecret) {
  std::filesystem::remove(file_);
  EXPECT_THAT(Get(), HasSubstr("No such file"));
  folder_.Write("key", "late");
  EXPECT_EQ(Get(), "late");
}

TEST(Secret, GivenInTheConfigurationNeverChanges) {
  Log log(LogLevel::kInfo, LogFormat::kLogfmt);
  Secret secret("hcm", {kToken, "abc", ""}, log);
  EXPECT_EQ(*secret.Get(), "abc");
  EXPECT_FALSE(secret.Changed());
  Secret injecting("hcm", {kToken, "abc\r\nX: y", ""}, log);
  EXPECT_FALSE(injecting.Get().ok());
  Secret pasted("hcm", {kToken, " Bearer abc\n", ""}, log);
  EXPECT_EQ(*pasted.Get(), "abc");
}

}  // namespace
}  // namespace pitel
