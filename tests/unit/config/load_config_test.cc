#include "config/load_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "config/file_tables.h"
#include "config/target_list.h"
#include "config/yaml_document.h"
#include "support/temporary_folder.h"
#include "support/tenant_patterns.h"

namespace pitel {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::StartsWith;

constexpr char kTarget[] = R"(targets:
  - name: hcm
    url: https://api.example.com
    api_key: k
)";

class LoadConfigTest : public testing::Test {
 protected:
  Result<Config, ConfigProblems> Load(std::string_view text) {
    return LoadConfig(folder_.Write("pitel.yml", text));
  }

  // The only target of a valid configuration.
  TargetConfig LoadOne(const std::string& text) {
    auto config = Load(text);
    if (!config.ok()) {
      ADD_FAILURE() << config.error().front().Text();
      return {};
    }
    EXPECT_EQ(config->targets.size(), 1u);
    return config->targets.at(0);
  }

  // The target above with further keys, and further text at the top of the
  // file.
  TargetConfig LoadWith(const std::string& keys, const std::string& top = "") {
    return LoadOne(kTarget + keys + top);
  }

  std::string FirstProblem(std::string_view text) {
    const auto config = Load(text);
    return config.ok() ? "" : config.error().front().message;
  }

  TemporaryFolder folder_;
};

TEST_F(LoadConfigTest, NeedsNameUrlAndCredentialOnly) {
  TargetConfig expected;
  expected.name = "hcm";
  expected.api.url = {"https", "api.example.com", "443", ""};
  expected.api.credential = {CredentialKind::kApiKey, "k", ""};
  EXPECT_EQ(LoadOne(kTarget), expected);
}

TEST_F(LoadConfigTest, ReadsEveryKeyOfATarget) {
  const TargetConfig target = LoadOne(R"(
targets:
  - name: 107
    url: http://pbx.example.com:8080/api/
    monitor_path: /v3/monitor
    bearer_token_file: secrets/token
    token_path: /token
    timezone: Asia/Ho_Chi_Minh
    max_response_size: 64KiB
    allow_plain_http: true
    headers: {X-A: 1, "X-B": "b c"}
    proxy_url: http://alice:hunter2@proxy.example.com:3128
    tls_config:
      ca_file: ca.pem
      cert_file: /etc/client.pem
      key_file: ../client.key
      server_name: pbx.internal
      insecure_skip_verify: true
      min_version: TLS13
    interval: 1m
    timeout: 500ms
    max_age: 2m
)");
  EXPECT_EQ(target.name, "107");
  EXPECT_EQ(target.api.url.Text(), "http://pbx.example.com:8080/api");
  EXPECT_TRUE(target.allow_plain_http);
  EXPECT_EQ(target.api.monitor_path, "/v3/monitor");
  EXPECT_EQ(target.api.token_path, "/token");
  EXPECT_EQ(target.api.credential,
            (Credential{CredentialKind::kBearerToken, "",
                        folder_.path() / "secrets/token"}));
  EXPECT_EQ(target.calls.timezone, *TimeZone::Parse("Asia/Ho_Chi_Minh"));
  EXPECT_EQ(target.api.max_response_size, 65536u);
  EXPECT_THAT(target.api.headers,
              ElementsAre(Pair("X-A", "1"), Pair("X-B", "b c")));
  EXPECT_EQ(target.api.proxy_url, (ProxyUrl{"http", "proxy.example.com", "3128",
                                            "alice", "hunter2"}));
  EXPECT_EQ(target.api.tls,
            (TlsOptions{folder_.path() / "ca.pem", "/etc/client.pem",
                        folder_.path().parent_path() / "client.key",
                        "pbx.internal", true, TlsVersion::kTls13}));
  EXPECT_EQ(target.poll,
            (PollTimes{minutes(1), milliseconds(500), minutes(2)}));
}

TEST_F(LoadConfigTest, ReadsWhatAppliesToEveryTarget) {
  const CallRules rules = LoadWith("", R"(
calls:
  stale_ringing_after: 2m
  stale_oncall_after: 1h
  caller_key: b_cid_num
  grace: 0
  series_ttl: 1w
limits: {tenants: 1, servers: 2, tenant_server_pairs: 3, tracked_calls: 4}
tenants: {include: ["a.*"], exclude: [b, c]}
)")
                              .calls;
  EXPECT_EQ(rules.stale_ringing_after, minutes(2));
  EXPECT_EQ(rules.stale_oncall_after, hours(1));
  EXPECT_EQ(rules.caller_key, CallerKey::kBCidNum);
  EXPECT_EQ(rules.grace, seconds(0));
  EXPECT_EQ(rules.series_ttl, hours(7 * 24));
  EXPECT_EQ(rules.limits, (LabelLimits{1, 2, 3}));
  EXPECT_EQ(rules.tracked_calls, 4u);
  EXPECT_EQ(rules.tenants, (TenantFilter{ParseTenantPatterns({"a.*"}),
                                         ParseTenantPatterns({"b", "c"})}));
}

TEST_F(LoadConfigTest, ReadsTheQueuesOfEveryTarget) {
  const QueueOptions queues = LoadWith("", R"(
queues: {enabled: true, path: "/q?x", label: name, names: {AB-1: "Sales"}}
limits: {queues: 7}
)")
                                  .queues;
  EXPECT_EQ(queues,
            (QueueOptions{
                true, "/q?x", {QueueLabel::kName, {{"ab-1", "Sales"}}}, 7}));
}

TEST_F(LoadConfigTest, LetsATargetOverrideTheQueuesKeyByKey) {
  const std::string top = R"(
queues: {enabled: true, path: /q, names: {a: x, b: y}}
)";
  EXPECT_EQ(LoadWith("    queues: {label: name, names: {c: z}}\n", top).queues,
            (QueueOptions{true, "/q", {QueueLabel::kName, {{"c", "z"}}}, 500}));
  const QueueOptions off =
      LoadWith("    queues: {enabled: false}\n", top).queues;
  EXPECT_FALSE(off.enabled);
  EXPECT_EQ(off.naming.names.size(), 2u);
  EXPECT_FALSE(LoadWith("").queues.enabled);
}

TEST_F(LoadConfigTest, WarnsOfGlobsInPlaceOfRegularExpressions) {
  const auto config = Load(std::string(kTarget) + R"(
tenants:
  include: ["shop-*", 'shop.*', '[ab]*', '(a|b)*', '\w*\.example\.com']
  exclude:
    - test1*.example.com
)");
  ASSERT_TRUE(config.ok());
  const auto file = folder_.path() / "pitel.yml";
  const std::string why =
      " contains what looks like a glob, but is a regular expression: write "
      "`.*` for any text";
  EXPECT_THAT(config->warnings,
              ElementsAre(ConfigProblem{file, {7, 13}, "`include`" + why},
                          ConfigProblem{file, {9, 7}, "`exclude`" + why}));
}

TEST_F(LoadConfigTest, TreatsEmptySectionsAsDefaults) {
  EXPECT_EQ(LoadWith("    headers:\n    tls_config:\n",
                     "poll:\ncalls:\nlimits:\ntenants:\n  include:\n"
                     "target_files:\n"),
            LoadOne(kTarget));
}

TEST_F(LoadConfigTest, DerivesTimesFromTheInterval) {
  EXPECT_EQ(LoadWith("    interval: 1m\n").poll,
            (PollTimes{minutes(1), seconds(48), minutes(3)}));
  EXPECT_EQ(
      LoadWith("", "poll: {interval: 101ms}").poll,
      (PollTimes{milliseconds(101), milliseconds(80), milliseconds(303)}));
}

TEST_F(LoadConfigTest, LetsATargetOverrideThePollTimes) {
  const std::string poll = "poll: {interval: 20s, timeout: 5s, max_age: 1m}\n";
  EXPECT_EQ(LoadWith("", poll).poll,
            (PollTimes{seconds(20), seconds(5), minutes(1)}));
  EXPECT_EQ(LoadWith("    timeout: 20s\n    max_age: 40s\n", poll).poll,
            (PollTimes{seconds(20), seconds(20), seconds(40)}));
}

TEST_F(LoadConfigTest, FitsInheritedTimesToATargetsOwnInterval) {
  const std::string poll = "poll: {interval: 20s, timeout: 5s, max_age: 1m}\n";
  EXPECT_EQ(LoadWith("    interval: 1s\n", poll).poll,
            (PollTimes{seconds(1), seconds(1), minutes(1)}));
  EXPECT_EQ(LoadWith("    interval: 2m\n", poll).poll,
            (PollTimes{minutes(2), seconds(5), minutes(4)}));
}

TEST_F(LoadConfigTest, DoesNotHoldPollTimesAgainstAnIntervalNobodyUses) {
  EXPECT_EQ(LoadWith("    interval: 1m\n", "poll: {timeout: 30s}").poll,
            (PollTimes{minutes(1), seconds(30), minutes(3)}));
}

TEST_F(LoadConfigTest, DerivesGraceByTarget) {
  EXPECT_EQ(LoadWith("    interval: 1s\n").calls.grace, seconds(30));
  EXPECT_EQ(LoadWith("    interval: 1m\n").calls.grace, minutes(2));
  EXPECT_EQ(LoadWith("    interval: 1m\n", "calls: {grace: 5s}").calls.grace,
            seconds(5));
  EXPECT_EQ(LoadWith("    interval: 1m\n").calls.interval, minutes(1));
}

TEST_F(LoadConfigTest, SortsTargetsByName) {
  const auto config = Load(R"(
targets:
  - {name: b, url: "https://b.example.com", api_key: k}
  - {name: a, url: "https://a.example.com", api_key: k}
  - {name: C, url: "https://c.example.com", api_key: k}
)");
  ASSERT_TRUE(config.ok());
  EXPECT_THAT(config->targets,
              ElementsAre(testing::Field(&TargetConfig::name, "C"),
                          testing::Field(&TargetConfig::name, "a"),
                          testing::Field(&TargetConfig::name, "b")));
}

TEST_F(LoadConfigTest, AddsTheTargetsOfOtherFiles) {
  folder_.Write("targets/b.yml",
                "- {name: b, url: 'https://b.example.com', api_key_file: k}\n");
  folder_.Write("targets/a.yml", R"(
- name: a
  url: https://a.example.com
  api_key_file: keys/a
- {name: c, url: "https://c.example.com", api_key: k}
)");
  folder_.Write("targets/empty.yml", "");
  folder_.Write("targets/README", "not matched");
  const auto config = Load(
      "poll: {interval: 1m}\n"
      "target_files: [targets/*.yml, 'targets/[ab].yml', nothing/*.yml]\n");
  ASSERT_TRUE(config.ok()) << config.error().front().Text();
  ASSERT_EQ(config->targets.size(), 3u);
  EXPECT_EQ(config->targets[0].api.credential.file,
            folder_.path() / "targets/keys/a");
  EXPECT_EQ(config->targets[1].name, "b");
  EXPECT_EQ(config->targets[2].poll.interval, minutes(1));
}

TEST_F(LoadConfigTest, ReadsWildcardsInTheFoldersOwnNameLiterally) {
  const auto file = folder_.Write("[a]*/pitel.yml", "target_files: [t*.yml]");
  folder_.Write("[a]*/t.yml",
                "- {name: x, url: 'https://x.example.com', api_key: k}");
  EXPECT_TRUE(LoadConfig(file).ok());
}

TEST_F(LoadConfigTest, ReportsAFileThatIsNotThere) {
  const auto file = folder_.path() / "none.yml";
  const auto config = LoadConfig(file);
  ASSERT_FALSE(config.ok());
  EXPECT_EQ(config.error().front().Text(),
            file.string() + ": cannot be read: No such file or directory");
}

TEST_F(LoadConfigTest, ReadsRegularFilesOnly) {
  const auto pipe = folder_.path() / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(LoadConfig(pipe).error().front().message, "is not a regular file");
  EXPECT_EQ(LoadConfig(folder_.path()).error().front().message,
            "is not a regular file");
  EXPECT_FALSE(LoadConfig("/dev/zero").ok());
}

TEST_F(LoadConfigTest, LimitsTheSizeOfAFile) {
  const std::string comment = "#" + std::string(kYamlBytes - 200, 'x') + "\n";
  EXPECT_TRUE(Load(comment + kTarget).ok());
  EXPECT_THAT(FirstProblem(comment + comment), HasSubstr("is larger than"));
}

TEST_F(LoadConfigTest, LimitsTheKeysOfAMapping) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "k" + std::to_string(i) + ":\n";
  const auto config = Load(text);
  ASSERT_FALSE(config.ok());
  EXPECT_THAT(config.error().back().message, HasSubstr("more than 1000 keys"));
}

TEST_F(LoadConfigTest, LimitsTheNumberOfTargets) {
  std::string text = "targets:\n";
  for (int i = 0; i < 10'001; ++i) {
    text +=
        "- {name: t" + std::to_string(i) + ", url: 'https://h', api_key: k}\n";
  }
  EXPECT_THAT(FirstProblem(text), StartsWith("more than 10000 targets"));
}

// yaml-cpp finds endless documents in such texts, or takes long.
TEST_F(LoadConfigTest, EndsForTextThatIsNotYaml) {
  const std::size_t size = 100'000;
  for (const std::string part :
       {",",   "[",   "{", "- ",  "? ", ": ",    "a: ",  "---\n",       "...\n",
        "&a ", "*a ", "!", "|\n", "\"", "'",     "- - ", "[{",          "]",
        "}",   "%",   "#", "\t",  "\r", "a:\n ", "? - ", "\xEF\xBB\xBF"}) {
    std::string text;
    while (text.size() < size) text += part;
    EXPECT_FALSE(Load(text).ok()) << part;
  }
}

const std::filesystem::path kExamples = PITEL_CONFIG_FOLDER;

TEST(ExampleConfig, IsValidAndAtTheDefaults) {
  const auto example = LoadConfig(kExamples / "pitel_exporter.yml");
  ASSERT_TRUE(example.ok()) << example.error().front().Text();
  ASSERT_EQ(example->targets.size(), 1u);
  TargetConfig expected;
  expected.name = "example";
  expected.api.url = {"https", "api.example.com", "443", ""};
  expected.api.credential.file = kExamples / "example.key";
  EXPECT_EQ(example->targets[0], expected);
}

// The keys of a file in its order, also those in comments.
std::vector<std::string> KeysIn(const std::filesystem::path& file) {
  std::vector<std::string> keys;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    const auto begin = line.find_first_not_of(" #-");
    const auto end = line.find(':');
    if (begin < end && end != line.npos) {
      keys.push_back(line.substr(begin, end - begin));
    }
  }
  return keys;
}

TEST(ExampleConfig, ShowsEveryKey) {
  std::vector<std::string> keys = KeysIn(kExamples / "pitel_exporter.yml");
  FileValues file;
  TargetValues target;
  for (const KeyTable& table : EveryTable(file, target)) {
    for (const auto key : table.Names()) {
      // Once per table that has it.
      const auto found = std::find(keys.begin(), keys.end(), key);
      ASSERT_NE(found, keys.end()) << key << " in " << table.place;
      keys.erase(found);
    }
  }
}

TEST(ExampleConfig, CanBeMinimal) {
  EXPECT_TRUE(LoadConfig(kExamples / "minimal.yml").ok());
}

}  // namespace
}  // namespace pitel
