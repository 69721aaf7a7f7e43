#include "app/web_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "support/certificate.h"
#include "support/temporary_folder.h"

namespace pitel {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using ::testing::SizeIs;

constexpr char kDeny[] =
    "http_server_config: {headers: {X-Frame-Options: deny}}";
constexpr char kSameOrigin[] =
    "http_server_config: {headers: {X-Frame-Options: sameorigin}}";
constexpr char kBroken[] =
    "http_server_config: {headers: {X-Frame-Options: x}}";

class WebFileTest : public ::testing::Test {
 protected:
  // Replaces the file as a whole, as deployments do.
  void Write(const std::string& name, const std::string& text) {
    std::filesystem::rename(folder_.Write(name + ".new", text),
                            folder_.path() / name);
  }
  void Start(WebFile& file) {
    EXPECT_TRUE(file.Load().config.ok());
    file.Start(
        [this](const WebConfig& web) -> std::optional<Error> {
          if (refusal_) return refusal_;
          used_ = web;
          return std::nullopt;
        },
        [this] {
          const std::lock_guard lock(mutex_);
          ++outcomes_;
          changed_.notify_all();
        });
  }
  // Waits for the next outcome that the thread reports.
  void Await() {
    std::unique_lock lock(mutex_);
    const int before = std::exchange(awaited_, awaited_ + 1);
    EXPECT_TRUE(changed_.wait_for(lock, std::chrono::minutes(1),
                                  [&] { return outcomes_ > before; }));
  }
  std::string FrameOptions() const {
    return used_.headers.empty() ? "" : used_.headers.front().second;
  }

  TemporaryFolder folder_;
  Log log_{LogLevel::kError, LogFormat::kLogfmt};
  std::optional<Error> refusal_;
  WebConfig used_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int outcomes_ = 0;
  int awaited_ = 0;
};

TEST_F(WebFileTest, MayBeMissing) {
  WebFile file("", log_);
  Start(file);
  EXPECT_THAT(file.Reload(), IsEmpty());
  EXPECT_TRUE(file.valid());
}

TEST_F(WebFileTest, IsReadAgainWhenItHasChanged) {
  WebFile file(folder_.Write("web.yml", kDeny), log_);
  Start(file);
  Write("web.yml", kSameOrigin);
  Await();
  EXPECT_EQ(FrameOptions(), "sameorigin");
  EXPECT_TRUE(file.valid());
}

TEST_F(WebFileTest, StaysInForceWhenABrokenOneFollows) {
  WebFile file(folder_.Write("web.yml", kDeny), log_);
  Start(file);
  ::testing::internal::CaptureStderr();
  Write("web.yml", kBroken);
  Await();
  EXPECT_EQ(FrameOptions(), "") << "nothing else was put into force";
  EXPECT_FALSE(file.valid());
  EXPECT_THAT(file.Notice(), AllOf(HasSubstr("the last valid one is in force"),
                                   HasSubstr("web.yml:1:49: ")));
  Write("web.yml", kSameOrigin);
  Await();
  EXPECT_TRUE(file.valid());
  EXPECT_EQ(FrameOptions(), "sameorigin");
  log_.Flush(std::chrono::minutes(1));
  const std::string log = ::testing::internal::GetCapturedStderr();
  EXPECT_THAT(log, HasSubstr("web configuration refused, keeping the last "
                             "valid one\" problem=\""));
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 1) << log;
}

TEST_F(WebFileTest, StaysInForceWhenItIsRemoved) {
  WebFile file(folder_.Write("web.yml", kDeny), log_);
  Start(file);
  std::filesystem::remove(folder_.path() / "web.yml");
  Await();
  EXPECT_THAT(file.Notice(), HasSubstr("web.yml: cannot be read"));
  Write("web.yml", kDeny);
  Await();
  EXPECT_TRUE(file.valid());
}

TEST_F(WebFileTest, IsReadAgainWhenACertificateHasChanged) {
  const Identity authority = MakeAuthority();
  const Identity first = MakeCertificate(authority);
  const Identity second = MakeCertificate(authority);
  folder_.Write("server.crt", first.certificate);
  folder_.Write("server.key", first.key);
  WebFile file(folder_.Write("web.yml",
                             "tls_server_config: {cert_file: server.crt, "
                             "key_file: server.key}"),
               log_);
  Start(file);
  Write("server.crt", second.certificate);
  Write("server.key", second.key);
  do {
    Await();  // a slow machine may have seen the certificate without its key
  } while (!file.valid());
  EXPECT_EQ(used_.tls->certificate, second.certificate);
  EXPECT_EQ(used_.tls->key, second.key);
}

TEST_F(WebFileTest, IsReadAgainWhenAMissingCertificateHasAppeared) {
  const Identity server = MakeCertificate(MakeAuthority());
  folder_.Write("server.key", server.key);
  WebFile file(folder_.Write("web.yml", ""), log_);
  Start(file);
  Write("web.yml",
        "tls_server_config: {cert_file: server.crt, key_file: server.key}");
  Await();
  EXPECT_THAT(file.Notice(), HasSubstr("`cert_file` cannot be read"));
  Write("server.crt", server.certificate);
  Await();
  EXPECT_TRUE(file.valid());
  EXPECT_EQ(used_.tls->certificate, server.certificate);
}

// Then another may read it than before.
TEST_F(WebFileTest, IsReadAgainWhenThePermissionsOfAFileHaveChanged) {
  const Identity server = MakeCertificate(MakeAuthority());
  folder_.Write("server.crt", server.certificate);
  const auto key = folder_.Write("server.key", server.key);
  WebFile file(folder_.Write("web.yml",
                             "tls_server_config: {cert_file: server.crt, "
                             "key_file: server.key}"),
               log_);
  Start(file);
  std::filesystem::permissions(key, std::filesystem::perms::owner_read);
  Await();
  ASSERT_TRUE(used_.tls);
  EXPECT_EQ(used_.tls->key, server.key);
}

TEST_F(WebFileTest, IsReadOnRequest) {
  WebFile file(folder_.Write("web.yml", kDeny), log_);
  Start(file);
  file.Stop();
  EXPECT_THAT(file.Reload(), IsEmpty());
  EXPECT_EQ(FrameOptions(), "deny");
  Write("web.yml", kBroken);
  EXPECT_THAT(file.Reload(), SizeIs(1));
  EXPECT_FALSE(file.valid());
}

TEST_F(WebFileTest, CanBeReadWithoutConsequences) {
  WebFile file(folder_.Write("web.yml", kDeny), log_);
  Start(file);
  file.Stop();
  Write("web.yml", kBroken);
  EXPECT_FALSE(file.Read().loaded.config.ok());
  EXPECT_TRUE(file.valid());
  EXPECT_EQ(outcomes_, 0);
}

TEST_F(WebFileTest, IsInvalidIfTheServerCannotUseIt) {
  WebFile file(folder_.Write("web.yml", kDeny), log_);
  Start(file);
  file.Stop();
  refusal_ = Error{"no such thing"};
  EXPECT_THAT(file.Reload(), SizeIs(1));
  EXPECT_THAT(file.Notice(), HasSubstr("web.yml: no such thing"));
}

}  // namespace
}  // namespace pitel
