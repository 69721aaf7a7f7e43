#include <csignal>
#include <ctime>
#include <fstream>
#include <iostream>

#include "simulator/http_server.h"
#include "simulator/options.h"
#include "simulator/recording.h"

namespace pitel::simulation {
namespace {

// Serves until SIGTERM or SIGINT, which the caller has blocked.
void Run(Options options, const sigset_t& signals) {
  if (!options.replay.empty()) {
    std::ifstream file(options.replay);
    options.api.recording = ReadRecording(file, options.replay_target);
  }
  World world(options.world);
  world.AdvanceTo(options.api.start);
  const auto began = std::chrono::steady_clock::now();
  Api api(world, options.api,
          [began] { return std::chrono::steady_clock::now() - began; });
  const HttpServer server(options.host, options.port, options.gzip, api);
  std::cout << "listening on " << server.Url() << std::endl;
  constexpr timespec kStep{.tv_sec = 1, .tv_nsec = 0};
  while (sigtimedwait(&signals, nullptr, &kStep) < 0) api.Advance();
}

int Main(int argc, char** argv) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  int exit_status = 0;
  const auto now =
      std::chrono::floor<Duration>(std::chrono::system_clock::now());
  const auto options = ParseOptions(argc, argv, now, exit_status);
  if (!options) return exit_status;
  try {
    Run(*options, signals);
  } catch (const std::exception& error) {
    std::cerr << "pitel_simulator: " << error.what() << "\n";
    return 1;
  }
  return 0;
}

}  // namespace
}  // namespace pitel::simulation

int main(int argc, char** argv) { return pitel::simulation::Main(argc, argv); }
