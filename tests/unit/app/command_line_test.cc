#include "app/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace pitel {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::StartsWith;

Result<CommandLine, Ending> Parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "/usr/bin/pitel_exporter");
  return ParseCommandLine(static_cast<int>(arguments.size()), arguments.data());
}

TEST(CommandLine, HasDefaults) {
  const auto line = Parse({});
  ASSERT_TRUE(line.ok());
  EXPECT_EQ(line->config_file, "pitel_exporter.yml");
  EXPECT_FALSE(line->config_check);
  EXPECT_FALSE(line->once);
  EXPECT_THAT(line->server.listen_addresses, ElementsAre(":10748"));
  EXPECT_EQ(line->server.telemetry_path, "/metrics");
  EXPECT_EQ(line->server.max_requests, 40u);
  EXPECT_EQ(line->web_config_file, "");
  EXPECT_EQ(line->log_level, LogLevel::kInfo);
  EXPECT_EQ(line->log_format, LogFormat::kLogfmt);
}

TEST(CommandLine, AcceptsValuesAfterAnEqualsSign) {
  const auto line =
      Parse({"--config.file=a=b.yml", "--once", "--web.telemetry-path=/m",
             "--web.max-requests=0", "--web.config.file=w.yml",
             "--log.level=error", "--log.format=json"});
  ASSERT_TRUE(line.ok()) << line.error().text;
  EXPECT_EQ(line->config_file, "a=b.yml");
  EXPECT_TRUE(line->once);
  EXPECT_EQ(line->server.telemetry_path, "/m");
  EXPECT_EQ(line->server.max_requests, 0u);
  EXPECT_EQ(line->web_config_file, "w.yml");
  EXPECT_EQ(line->log_level, LogLevel::kError);
  EXPECT_EQ(line->log_format, LogFormat::kJson);
}

TEST(CommandLine, DoesNotShowTheValuesOfFlagsThatDoNotExist) {
  const auto line = Parse({"--api_key=hunter2", "hunter2", "--token"});
  ASSERT_FALSE(line.ok());
  EXPECT_EQ(line.error().text,
            "pitel_exporter: unknown arguments: --api_key, --token; try "
            "--help\n");
}

TEST(CommandLine, AcceptsValuesAsTheNextArgument) {
  const auto line = Parse(
      {"--config.file", "a.yml", "--config.check", "--log.level", "debug"});
  ASSERT_TRUE(line.ok()) << line.error().text;
  EXPECT_EQ(line->config_file, "a.yml");
  EXPECT_TRUE(line->config_check);
  EXPECT_EQ(line->log_level, LogLevel::kDebug);
}

TEST(CommandLine, AcceptsSeveralListenAddresses) {
  const auto line = Parse(
      {"--web.listen-address=127.0.0.1:0", "--web.listen-address", "[::1]:9000",
       "--web.listen-address=:1", "--web.listen-address=[fe80::1%eth0]:65535",
       "--web.listen-address=localhost:80"});
  ASSERT_TRUE(line.ok()) << line.error().text;
  EXPECT_THAT(line->server.listen_addresses,
              ElementsAre("127.0.0.1:0", "[::1]:9000", ":1",
                          "[fe80::1%eth0]:65535", "localhost:80"));
}

TEST(CommandLine, TakesSocketsFromSystemd) {
  EXPECT_FALSE(Parse({})->server.systemd_socket);
  EXPECT_TRUE(Parse({"--web.systemd-socket"})->server.systemd_socket);
}

TEST(CommandLine, ReadsTheShard) {
  EXPECT_EQ(Parse({})->shard, (Shard{0, 1}));
  EXPECT_EQ(Parse({"--shard=1/4"})->shard, (Shard{1, 4}));
  EXPECT_EQ(Parse({"--shard", "0/2", "--once"})->shard, (Shard{0, 2}));
}

TEST(CommandLine, ChecksTheHealthOfTheFirstListenAddress) {
  const auto url = [](std::vector<const char*> arguments) {
    return Parse(std::move(arguments))->health_check->Text();
  };
  EXPECT_EQ(Parse({})->health_check, std::nullopt);
  EXPECT_EQ(url({"--healthcheck"}), "http://127.0.0.1:10748");
  EXPECT_EQ(url({"--healthcheck", "--web.listen-address=[::]:1",
                 "--web.listen-address=:2"}),
            "http://[::1]:1");
  EXPECT_EQ(url({"--web.listen-address", "host:1", "--healthcheck"}),
            "http://host:1");
}

TEST(CommandLine, ChecksTheHealthOfAUrl) {
  const auto url = [](std::vector<const char*> arguments) {
    return Parse(std::move(arguments))->health_check->Text();
  };
  EXPECT_EQ(url({"--healthcheck=https://host/x"}), "https://host/x");
  EXPECT_EQ(url({"--healthcheck", "http://host:1/-/healthy"}), "http://host:1");
}

TEST(CommandLine, RunsTheDoctor) {
  const auto line = Parse({"--doctor"});
  ASSERT_TRUE(line.ok());
  EXPECT_TRUE(line->runs_doctor);
  EXPECT_EQ(line->doctor.duration, std::chrono::minutes(10));
  EXPECT_EQ(line->doctor.record, "");
  const auto more = Parse({"--record=r", "--doctor", "--doctor.for", "1m30s"});
  ASSERT_TRUE(more.ok()) << more.error().text;
  EXPECT_EQ(more->doctor.duration, std::chrono::seconds(90));
  EXPECT_EQ(more->doctor.record, "r");
  EXPECT_FALSE(Parse({})->runs_doctor);
}

TEST(CommandLine, PrintsHelpAndVersionToStandardOutput) {
  const auto help = Parse({"--help"});
  ASSERT_FALSE(help.ok());
  EXPECT_EQ(help.error().status, 0);
  for (const char* flag :
       {"--config.file", "--config.check", "--once", "--doctor", "--doctor.for",
        "--record", "--web.listen-address", "--web.telemetry-path",
        "--web.config.file", "--web.max-requests", "--web.systemd-socket",
        "--web.enable-lifecycle", "--log.level", "--healthcheck [URL]",
        "--shard I/N", "--log.format", "--version", "--help"}) {
    EXPECT_THAT(help.error().text, HasSubstr(flag));
  }
  EXPECT_EQ(Parse({"--once", "--help"}).error().status, 0);
}

TEST(CommandLine, ReportsAnErrorOnOneLine) {
  const std::vector<std::vector<const char*>> wrong = {
      {"--nope"},
      {"stray"},
      {"--once=yes"},
      {"--once", "stray"},
      {"--config.file"},
      {"--config.file="},
      {"--config.file", ""},
      {"--web.listen-address", ""},
      {"--web.telemetry-path", ""},
      {"--web.max-requests", ""},
      {"--log.level", ""},
      {"--log.format", ""},
      {"--config.file=a", "--config.file=b"},
      {"--config.check", "--once"},
      {"--doctor", "--once"},
      {"--config.check", "--doctor"},
      {"--doctor=yes"},
      {"--doctor.for=1m"},
      {"--record=r"},
      {"--doctor", "--record"},
      {"--doctor", "--record="},
      {"--doctor", "--doctor.for"},
      {"--doctor", "--doctor.for="},
      {"--doctor", "--doctor.for=0s"},
      {"--doctor", "--doctor.for=10"},
      {"--doctor", "--doctor.for=-1m"},
      {"--doctor", "--doctor.for=1m", "--doctor.for=2m"},
      {"--web.listen-address=10748"},
      {"--web.listen-address=:"},
      {"--web.listen-address=:65536"},
      {"--web.listen-address=:-1"},
      {"--web.listen-address=::1:80"},
      {"--web.listen-address=[::1]"},
      {"--web.listen-address=[localhost]:80"},
      {"--web.listen-address=[::1]]:80"},
      {"--web.listen-address=http://localhost:80"},
      {"--web.listen-address", ":1", ":2"},
      {"--web.telemetry-path=metrics"},
      {"--web.telemetry-path=/"},
      {"--web.telemetry-path=/config"},
      {"--web.telemetry-path=/-/metrics"},
      {"--web.telemetry-path=/m?x"},
      {"--web.telemetry-path=/m#x"},
      {"--web.telemetry-path=/m m"},
      {"--web.telemetry-path=/%6d"},
      {"--web.max-requests=-1"},
      {"--web.max-requests=many"},
      {"--web.max-requests=99999999999999999999"},
      {"--log.level=verbose"},
      {"--log.level=INFO"},
      {"--log.format=text"},
      {"--web.config.file="},
      {"--web.systemd-socket=no"},
      {"--web.systemd-socket", "--web.listen-address=:1"},
      {"--web.enable-lifecycle=no"},
      {"--shard"},
      {"--shard="},
      {"--shard=1"},
      {"--shard=2/2"},
      {"--shard=0/1001"},
      {"--shard=0/2", "--shard=1/2"},
      {"--healthcheck=localhost:10748"},
      {"--healthcheck", "stray"},
      {"--healthcheck=http://localhost:1/-/healthy?x"},
      {"--healthcheck", "--once"},
      {"--config.check", "--healthcheck"},
      {"--web.telemetry-path=/sd"},
      {"-x"},
      {"--nope=a\nb"},
  };
  for (const auto& arguments : wrong) {
    const auto line = Parse(arguments);
    ASSERT_FALSE(line.ok()) << arguments.front();
    const auto& [status, text] = line.error();
    EXPECT_EQ(status, 2) << arguments.front();
    EXPECT_THAT(text, StartsWith("pitel_exporter: "));
    EXPECT_THAT(text, EndsWith("; try --help\n"));
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1) << text;
  }
}

TEST(CommandLine, DoesNotMistakeAFlagForTheValueOfAnother) {
  for (const std::vector<const char*>& arguments :
       {std::vector<const char*>{"--config.file", "--once"},
        {"--config.file=", "--once"},
        {"--web.listen-address", ":1", "--web.listen-address", "--once"}}) {
    const auto line = Parse(arguments);
    ASSERT_FALSE(line.ok()) << arguments.front();
    EXPECT_EQ(line.error().status, 2);
    EXPECT_THAT(line.error().text, HasSubstr(" needs a value; try --help\n"));
  }
  EXPECT_THAT(Parse({"--log.level", "--version"}).error().text,
              HasSubstr("--log.level: --version not in"));
  EXPECT_THAT(Parse({"--once", "--config.file="}).error().text,
              HasSubstr("--config.file"));
}

TEST(CommandLine, NamesTheFlagThatIsWrong) {
  EXPECT_EQ(Parse({"--log.level=verbose"}).error().text,
            "pitel_exporter: --log.level: verbose not in "
            "{debug,info,warn,error}; try --help\n");
  EXPECT_EQ(Parse({"--web.max-requests=-1"}).error().text,
            "pitel_exporter: --web.max-requests: Value -1 not in range 0 to "
            "1000000; try --help\n");
  EXPECT_EQ(Parse({"--web.listen-address=10748"}).error().text,
            "pitel_exporter: --web.listen-address: must be host:port, "
            "[IPv6]:port or :port; try --help\n");
  EXPECT_EQ(Parse({"--shard=2/2"}).error().text,
            "pitel_exporter: --shard: must be I/N with 0 <= I < N <= 1000, for "
            "example 0/4; try --help\n");
  EXPECT_EQ(Parse({"--healthcheck=localhost"}).error().text,
            "pitel_exporter: --healthcheck: must begin with https:// or "
            "http://; try --help\n");
}

TEST(CommandLine, PrintsTheVersionWithRevisionAndCompiler) {
  const auto version = Parse({"--version"});
  EXPECT_EQ(version.error().status, 0);
  EXPECT_THAT(version.error().text,
              MatchesRegex("pitel_exporter, version [0-9]+\\.[0-9]+\\.[0-9]+ "
                           "\\(revision: [^ ,]+, compiler: [^,]+\\)\n"));
}

TEST(CommandLine, LetsClientsReloadOnlyIfToldTo) {
  EXPECT_FALSE(Parse({})->enable_lifecycle);
  EXPECT_TRUE(Parse({"--web.enable-lifecycle"})->enable_lifecycle);
}

}  // namespace
}  // namespace pitel
