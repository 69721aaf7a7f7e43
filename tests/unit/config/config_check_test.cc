#include "config/config_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "config/text_file.h"
#include "temporary_folder.h"

namespace pitel {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TargetConfig Target(std::string name, Credential credential) {
  TargetConfig target;
  target.name = std::move(name);
  target.api.url = {"https", "api.example.com", "443", ""};
  target.api.credential = std::move(credential);
  return target;
}

Result<std::string> ReadFile(const std::filesystem::path& file,
                             CredentialKind) {
  return ReadTextFile(file, 100);
}

TEST(ConfigSummary, ShowsTargetsAndSeriesButNoSecret) {
  const Config config{
      {Target("a", {CredentialKind::kApiKey, "hunter2", ""}),
       Target("b", {CredentialKind::kBearerToken, "", "/etc/token"})}};
  const std::string text = ConfigSummary(config);
  EXPECT_EQ(text, R"(The configuration is valid: 2 targets.

target a
  url         https://api.example.com
  interval    10s, timeout 8s, max_age 30s
  credential  API key in the configuration
  series      at most 6069206

target b
  url         https://api.example.com
  interval    10s, timeout 8s, max_age 30s
  credential  bearer token in /etc/token
  series      at most 6069206

Series: at most 12138423 in all, by `limits`.
Rule of thumb: 17 for each tenant on each server, 33 for each tenant, 124 for each target.
)");
}

TEST(CheckSecretFiles, FindsNothingWrongWithFilesThatCanBeUsed) {
  const TemporaryFolder folder;
  Config config{{Target("a", {CredentialKind::kApiKey, "k", ""}),
                 Target("b", {CredentialKind::kBearerToken, "",
                              folder.Write("token", "t\n")})}};
  config.targets[0].api.tls.ca_file = folder.Write("ca.pem", "x");
  EXPECT_THAT(CheckSecretFiles(config, ReadFile), IsEmpty());
}

TEST(CheckSecretFiles, NamesEachFileThatCannotBeUsed) {
  const TemporaryFolder folder;
  const auto at = [&](const char* name) { return folder.path() / name; };
  Config config{{Target("a", {CredentialKind::kApiKey, "", at("none")})}};
  config.targets[0].api.tls.ca_file = folder.path();
  config.targets[0].api.tls.cert_file = folder.Write("empty", "");
  config.targets[0].api.tls.key_file = at("key");
  const std::string why =
      "cannot be read: No such file or directory (for target a)";
  EXPECT_THAT(
      CheckSecretFiles(config, ReadFile),
      ElementsAre(ConfigProblem{at("none"), 0, 0, why},
                  ConfigProblem{folder.path(), 0, 0,
                                "is not a regular file (for target a)"},
                  ConfigProblem{at("empty"), 0, 0, "is empty (for target a)"},
                  ConfigProblem{at("key"), 0, 0, why}));
}

TEST(CheckSecretFiles, AsksForTheKindOfTheCredential) {
  const Config config{{Target("a", {CredentialKind::kBearerToken, "", "f"})}};
  const auto refuse = [](const std::filesystem::path& file,
                         CredentialKind kind) -> Result<std::string> {
    EXPECT_EQ(file, "f");
    EXPECT_EQ(kind, CredentialKind::kBearerToken);
    return Error{"is no token"};
  };
  EXPECT_THAT(
      CheckSecretFiles(config, refuse),
      ElementsAre(ConfigProblem{"f", 0, 0, "is no token (for target a)"}));
}

}  // namespace
}  // namespace pitel
