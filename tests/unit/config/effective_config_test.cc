#include "config/effective_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/load_config.h"
#include "support/temporary_folder.h"

namespace pitel {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kMasked[] = "<secret>";

// As EffectiveConfig shows it.
Config Masked(Config config) {
  for (auto& target : config.targets) {
    auto& api = target.api;
    if (!api.url.path.empty()) api.url.path = std::string("/") + kMasked;
    if (!api.credential.value.empty()) api.credential.value = kMasked;
    for (auto& [name, value] : api.headers) value = kMasked;
    if (api.proxy_url) {
      api.proxy_url->user = kMasked;
      api.proxy_url->password = kMasked;
    }
  }
  return config;
}

class EffectiveConfigTest : public testing::Test {
 protected:
  Config Load(std::string_view text) {
    auto config = LoadConfig(folder_.Write("pitel.yml", text));
    if (config.ok()) return *std::move(config);
    for (const auto& problem : config.error()) {
      ADD_FAILURE() << problem.Text() << "\n" << text;
    }
    return {};
  }

  // Elsewhere, so that nothing depends on the folder of the first file.
  Config LoadElsewhere(std::string_view text) {
    const auto config = LoadConfig(folder_.Write("elsewhere/pitel.yml", text));
    EXPECT_TRUE(config.ok()) << text;
    return config.ok() ? *config : Config();
  }

  TemporaryFolder folder_;
};

constexpr char kEverything[] = R"(
poll: {interval: 20s, timeout: 1s}
targets:
  - name: "H\u00f2a \\ \"B\u00ecnh\": #1"
    url: http://pbx.example.com:8080/api
    monitor_path: /v3/"monitor"
    api_key: hunter2
    token_path: /token
    timezone: Asia/Ho_Chi_Minh
    call_time_zone: configured
    max_response_size: 5000000001B
    allow_plain_http: true
    headers: {X-A: hunter2, "x-b~": hunter2}
    proxy_url: http://alice:hunter2@proxy.example.com:3128
    tls_config:
      ca_file: "ca #1.pem"
      cert_file: client.pem
      key_file: client.key
      server_name: pbx.internal
      insecure_skip_verify: true
      min_version: TLS13
    queues: {enabled: true, label: name, names: {B-1: "#2"}}
    interval: 1m
  - {name: b, url: "https://[::1]:8443", api_key_file: keys/b}
  - {name: c, url: "https://c.example.com", bearer_token: hunter2}
  - {name: "null", url: "https://c.example.com", bearer_token_file: "~"}
calls:
  stale_ringing_after: 90s
  stale_oncall_after: 1d12h
  caller_key: call_id
  series_ttl: 1500ms
queues: {path: /q, names: {a-1: Sales, a-2: "Support: \"x\""}}
limits:
  {tenants: 1, servers: 2, tenant_server_pairs: 3, tracked_calls: 4, queues: 5}
tenants: {include: ['a\.b"c', "\\d+"], exclude: [".*"]}
)";

TEST_F(EffectiveConfigTest, ReadsBackToTheSameValues) {
  const Config config = Load(kEverything);
  EXPECT_EQ(LoadElsewhere(EffectiveConfig(config)), Masked(config));
}

TEST_F(EffectiveConfigTest, IsTheSameForWhatItReadsBack) {
  const std::string first = EffectiveConfig(Load(kEverything));
  EXPECT_EQ(EffectiveConfig(LoadElsewhere(first)), first);
}

TEST_F(EffectiveConfigTest, ContainsNoSecret) {
  const std::string text = EffectiveConfig(Load(kEverything));
  EXPECT_THAT(text, Not(HasSubstr("hunter2")));
  EXPECT_THAT(text, Not(HasSubstr("alice")));
}

TEST_F(EffectiveConfigTest, MasksKeysInPathsAndQueries) {
  const auto with_path = [this](const std::string& path) {
    return EffectiveConfig(Load(R"(
targets:
  - name: a
    url: https://gw.example.com:8443/hunter2/api
    api_key: k
    monitor_path: )" + path));
  };
  EXPECT_THAT(with_path("/m"),
              AllOf(HasSubstr("url: \"https://gw.example.com:8443/<secret>\""),
                    HasSubstr("monitor_path: \"/m\"")));
  const std::pair<const char*, const char*> cases[] = {
      {"/v3/monitor?=null", "/v3/monitor?=null"},
      {"/m?key=hunter2", "/m?key=<secret>"},
      {"/m?a=hunter2&b=hunter2=&c=", "/m?a=<secret>&b=<secret>&c=<secret>"},
      {"/m?hunter2", "/m?<secret>"},
      {"/m?=hunter2&&hunter2", "/m?=<secret>&&<secret>"},
      {"/m?", "/m?"},
      {"/v3/monitor?=null&key=hunter2", "/v3/monitor?=<secret>&key=<secret>"},
  };
  for (const auto& [path, masked] : cases) {
    const std::string text = with_path(path);
    EXPECT_THAT(text,
                HasSubstr("monitor_path: \"" + std::string(masked) + "\"\n"));
    EXPECT_THAT(text, Not(HasSubstr("hunter2")));
  }
}

TEST_F(EffectiveConfigTest, KeepsAGivenGrace) {
  Config config = Load(std::string(kEverything) + "target_files: []\n");
  for (auto& target : config.targets) {
    target.calls.grace = std::chrono::seconds(7);
  }
  EXPECT_EQ(LoadElsewhere(EffectiveConfig(config)), Masked(config));
}

TEST_F(EffectiveConfigTest, ListsTheTargetsOfOtherFiles) {
  folder_.Write("more.yml",
                "- {name: x, url: 'https://x.example.com', api_key_file: k}");
  const Config config = Load("target_files: [more.yml]");
  EXPECT_EQ(LoadElsewhere(EffectiveConfig(config)), config);
}

TEST(EffectiveConfig, AcceptsAConfigurationWithoutTargets) {
  EXPECT_THAT(EffectiveConfig({}), HasSubstr("targets: []"));
}

}  // namespace
}  // namespace pitel
