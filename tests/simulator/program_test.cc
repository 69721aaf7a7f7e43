// The program itself, PITEL_SIMULATOR, started as users do.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <vector>

#include "simulator/options.h"
#include "simulator/sample_worlds.h"

namespace pitel::simulation {
namespace {

std::optional<Options> Parse(std::vector<std::string> arguments,
                             int& exit_status) {
  arguments.insert(arguments.begin(), "pitel_simulator");
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  return ParseOptions(static_cast<int>(argv.size()), argv.data(), kMonday,
                      exit_status);
}

Options ParseGood(std::vector<std::string> arguments) {
  int exit_status = 0;
  const auto options = Parse(std::move(arguments), exit_status);
  EXPECT_TRUE(options);
  return options.value_or(Options{});
}

TEST(Program, ListensOnLoopbackAndStartsNowByDefault) {
  const Options options = ParseGood({});
  EXPECT_EQ(options.host, "127.0.0.1");
  EXPECT_EQ(options.port, 0);
  EXPECT_EQ(options.api.start, kMonday);
  EXPECT_EQ(options.world.begin, kMonday - std::chrono::minutes(15));
  EXPECT_EQ(options.api.api_key, kDefaultApiKey);
  EXPECT_FALSE(options.world.keep_finished_calls);
  EXPECT_FALSE(options.api.quirky_values);
}

TEST(Program, ReadsItsParametersFromTheCommandLine) {
  const Options options = ParseGood(
      {"--listen=[::1]:8080", "--rows=100000", "--tenants", "2000", "--seed=9",
       "--flat", "--speed=3", "--start=2024-05-06T09:00:30", "--warm-up=0",
       "--utc-offset=8", "--api-key=k", "--token-lifetime=60", "--no-idle-rows",
       "--values=quirky", "--replay=r", "--replay-target=2",
       "--replay-pace=request"});
  EXPECT_EQ(options.host, "::1");
  EXPECT_EQ(options.port, 8080);
  EXPECT_EQ(options.world.extensions, 100'000u);
  EXPECT_EQ(options.world.tenants, 2000u);
  EXPECT_EQ(options.world.seed, 9u);
  EXPECT_FALSE(options.world.rhythm);
  EXPECT_EQ(options.api.speed, 3);
  EXPECT_EQ(options.api.start,
            kMonday - std::chrono::hours(1) + std::chrono::seconds(30));
  EXPECT_EQ(options.world.begin, options.api.start);
  EXPECT_EQ(options.world.utc_offset, std::chrono::hours(8));
  EXPECT_EQ(options.api.rows.utc_offset, std::chrono::hours(8));
  EXPECT_EQ(options.api.api_key, "k");
  EXPECT_EQ(options.api.token_lifetime, std::chrono::seconds(60));
  EXPECT_FALSE(options.api.rows.idle_rows);
  EXPECT_TRUE(options.api.quirky_values);
  EXPECT_EQ(options.replay, "r");
  EXPECT_EQ(options.replay_target, 2);
  EXPECT_EQ(options.api.replay_pace, ReplayPace::kRequest);
}

TEST(Program, RefusesWrongUsage) {
  for (const char* wrong :
       {"--rows=x", "--listen=8080", "--listen=127.0.0.1:x", "--start=today",
        "--start=2024-02-30T09:00:00", "--speed=-1", "--values=odd",
        "--replay-pace=slow", "--unknown"}) {
    int exit_status = 0;
    EXPECT_FALSE(Parse({wrong}, exit_status)) << wrong;
    EXPECT_EQ(exit_status, 2) << wrong;
  }
}

// Starts the program with its output in a pipe; returns its process.
pid_t Start(std::vector<std::string> arguments, int& output) {
  int pipe_ends[2];
  EXPECT_EQ(pipe(pipe_ends), 0);
  arguments.insert(arguments.begin(), PITEL_SIMULATOR);
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    dup2(pipe_ends[1], STDOUT_FILENO);
    close(pipe_ends[0]);
    close(pipe_ends[1]);
    execv(argv[0], argv.data());
    _exit(127);
  }
  close(pipe_ends[1]);
  output = pipe_ends[0];
  return child;
}

std::string ReadLine(int input) {
  std::string line;
  char byte = 0;
  while (read(input, &byte, 1) == 1 && byte != '\n') line += byte;
  return line;
}

int ExitStatus(pid_t child) {
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(Program, PrintsItsAddressAndEndsOnASignal) {
  int output = -1;
  const pid_t child = Start({"--rows=100", "--tenants=3"}, output);
  const std::string prefix = "listening on http://127.0.0.1:";
  const std::string line = ReadLine(output);
  EXPECT_EQ(line.substr(0, prefix.size()), prefix);
  EXPECT_GT(std::stoi(line.substr(prefix.size())), 0);
  const auto before = std::chrono::steady_clock::now();
  ASSERT_EQ(kill(child, SIGTERM), 0);
  EXPECT_EQ(ExitStatus(child), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - before,
            std::chrono::seconds(30));
  close(output);
}

TEST(Program, FailsIfItCannotListenOrMakesNoWorld) {
  for (const char* wrong :
       {"--listen=192.0.2.1:80", "--tenants=0", "--replay=/dev/null"}) {
    int output = -1;
    const pid_t child = Start({wrong}, output);
    EXPECT_EQ(ReadLine(output), "");
    EXPECT_EQ(ExitStatus(child), 1) << wrong;
    close(output);
  }
}

}  // namespace
}  // namespace pitel::simulation
