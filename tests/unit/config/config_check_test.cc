#include "config/config_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <string>
#include <utility>

#include "support/certificate.h"
#include "support/temporary_folder.h"

namespace pitel {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

TargetConfig Target(std::string name, Credential credential) {
  TargetConfig target;
  target.name = std::move(name);
  target.api.url = {"https", "api.example.com", "443", ""};
  target.api.credential = std::move(credential);
  return target;
}

TEST(ConfigSummary, ShowsTargetsAndSeriesButNoSecret) {
  Config config{
      {Target("a", {CredentialKind::kApiKey, "hunter2", ""}),
       Target("b", {CredentialKind::kBearerToken, "", "/etc/token"})}};
  config.targets[1].api.url.path = "/hunter2";
  const std::string text = ConfigSummary(config);
  EXPECT_EQ(text, R"(The configuration is valid: 2 targets.

target a
  url         https://api.example.com
  interval    10s, timeout 8s, max_age 30s
  credential  API key in the configuration
  series      at most 6070210

target b
  url         https://api.example.com
  interval    10s, timeout 8s, max_age 30s
  credential  bearer token in /etc/token
  series      at most 6070210

Series: at most 12140432 in all, by `limits`.
Rule of thumb: 17 for each tenant on each server, 34 for each tenant, 127 for each target.
)");
}

TEST(ConfigSummary, CountsTheSeriesOfQueuesThatArePolled) {
  Config config{{Target("a", {CredentialKind::kApiKey, "hunter2", ""})}};
  config.targets[0].queues.enabled = true;
  const std::string text = ConfigSummary(config);
  EXPECT_THAT(text, HasSubstr("34 for each tenant, 32 for each queue, 127"));
  EXPECT_THAT(text, Not(HasSubstr("at most 6070210")));
}

TEST(CheckSecretFiles, FindsNothingWrongWithFilesThatCanBeUsed) {
  const TemporaryFolder folder;
  Config config{{Target("a", {CredentialKind::kApiKey, "k", ""}),
                 Target("b", {CredentialKind::kBearerToken, "",
                              folder.Write("token", "t\n")})}};
  const Identity authority = MakeAuthority();
  const Identity client = MakeCertificate(authority);
  TlsOptions& tls = config.targets[0].api.tls;
  tls.ca_file = folder.Write(
      "ca.pem", "# Ours\n" + authority.certificate + client.certificate);
  tls.cert_file = folder.Write("client.pem", client.certificate);
  tls.key_file = folder.Write("client.key", client.key);
  EXPECT_THAT(CheckSecretFiles(config), IsEmpty());
}

TEST(CheckSecretFiles, NamesEachFileThatCannotBeUsed) {
  const TemporaryFolder folder;
  const auto at = [&](const char* name) { return folder.path() / name; };
  Config config{{Target("a", {CredentialKind::kApiKey, "", at("none")})}};
  config.targets[0].api.tls.ca_file = folder.path();
  config.targets[0].api.tls.cert_file = folder.Write("empty", "");
  config.targets[0].api.tls.key_file = at("key");
  const std::string why = "cannot be read: No such file or directory";
  EXPECT_THAT(
      CheckSecretFiles(config),
      UnorderedElementsAre(
          ConfigProblem{
              at("..."), {0, 0}, why + " (`api_key_file` of target a)"},
          ConfigProblem{folder.path(),
                        {0, 0},
                        "is not a regular file (`ca_file` of target a)"},
          ConfigProblem{at("empty"),
                        {0, 0},
                        "does not consist of valid certificates in PEM form "
                        "(-----BEGIN CERTIFICATE-----) (`cert_file` of target "
                        "a)"},
          ConfigProblem{at("..."), {0, 0}, why + " (`key_file` of target a)"}));
}

TEST(CheckSecretFiles, ShowsOfAPathOnlyWhatExists) {
  const TemporaryFolder folder;
  for (const std::string secret :
       {"hunter2", "K7gNU3/qoV/hunter2=", "bearer eyJhbGciOi.eyJhIjoxfQ.",
        "/pa55/x"}) {
    const Config config{{Target(
        "a", {CredentialKind::kBearerToken, "", folder.path() / secret})}};
    const auto problems = CheckSecretFiles(config);
    ASSERT_EQ(problems.size(), 1u);
    const std::filesystem::path there = secret[0] == '/' ? "/" : folder.path();
    EXPECT_EQ(problems[0].Text(),
              (there / "...").string() +
                  ": cannot be read: No such file or directory "
                  "(`bearer_token_file` of target a)");
  }
}

TEST(CheckSecretFiles, ExpectsASecretOfTheKindOfTheCredential) {
  const TemporaryFolder folder;
  const auto file = folder.Write("key", "a!key\n");
  const auto check = [&](CredentialKind kind) {
    return CheckSecretFiles({{Target("a", {kind, "", file})}});
  };
  EXPECT_THAT(check(CredentialKind::kApiKey), IsEmpty());
  const auto problems = check(CredentialKind::kBearerToken);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_THAT(problems[0].Text(), StartsWith(file.string() + ": contains a"));
  EXPECT_THAT(problems[0].Text(), Not(HasSubstr("a!key")));
}

TEST(CheckSecretFiles, DoesNotWaitForAPipe) {
  const TemporaryFolder folder;
  const auto pipe = folder.path() / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(
      CheckSecretFiles({{Target("a", {CredentialKind::kApiKey, "", pipe})}})
          .size(),
      1u);
}

TEST(WebConfigSummary, SaysWhatIsOn) {
  EXPECT_EQ(WebConfigSummary({}), "Web configuration: no TLS, 0 users.\n");
  WebConfig web;
  web.tls.emplace();
  web.users = {{"alice", "hunter2"}};
  web.rate_limit.interval = std::chrono::seconds(1);
  EXPECT_EQ(WebConfigSummary(web),
            "Web configuration: TLS, 1 user, a rate limit.\n");
}

}  // namespace
}  // namespace pitel
