#include "benchmark/platform_process.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <string>
#include <system_error>

#include "simulator/rows.h"
#include "simulator/world.h"

namespace pitel::benchmark {
namespace {

using simulation::Parameters;
using simulation::Time;
using simulation::World;

// As much as arrives at once over a fast line.
constexpr std::size_t kChunkBytes = 64 << 10;

// False at the end of the pipe.
bool ReadAll(int pipe, void* data, std::size_t size) {
  auto* at = static_cast<char*>(data);
  while (size > 0) {
    const ssize_t count = read(pipe, at, size);
    if (count <= 0) return false;
    at += count;
    size -= static_cast<std::size_t>(count);
  }
  return true;
}

bool WriteAll(int pipe, const void* data, std::size_t size) {
  const auto* at = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t count = write(pipe, at, size);
    if (count <= 0) return false;
    at += count;
    size -= static_cast<std::size_t>(count);
  }
  return true;
}

bool WriteChunk(int pipe, std::string_view chunk) {
  const std::size_t size = chunk.size();
  return WriteAll(pipe, &size, sizeof size) &&
         WriteAll(pipe, chunk.data(), size);
}

// Answers until nobody asks any more.
void Serve(const Parameters& parameters, simulation::Duration warm_up,
           int requests, int answers) {
  World world(parameters);
  world.AdvanceTo(parameters.begin + warm_up);
  simulation::RowOptions options;
  options.idle_rows = false;
  options.chunk_bytes = kChunkBytes;
  std::string buffer;
  Time time;
  while (ReadAll(requests, &time, sizeof time)) {
    world.AdvanceTo(time);
    simulation::RenderRows(world.directory(), world.board(), options, buffer,
                           [answers](std::string_view chunk) {
                             return WriteChunk(answers, chunk);
                           });
    WriteChunk(answers, {});
  }
}

void MakePipe(int& out, int& in) {
  int ends[2];
  if (pipe(ends) != 0) {
    throw std::system_error(errno, std::generic_category(), "pipe");
  }
  out = ends[0];
  in = ends[1];
}

}  // namespace

PlatformProcess::PlatformProcess(const Parameters& parameters,
                                 simulation::Duration warm_up) {
  int requests = -1;
  int answers = -1;
  MakePipe(requests, requests_);
  MakePipe(answers_, answers);
  process_ = fork();
  if (process_ < 0) {
    throw std::system_error(errno, std::generic_category(), "fork");
  }
  if (process_ == 0) {
    close(requests_);
    close(answers_);
    std::signal(SIGPIPE, SIG_DFL);
    Serve(parameters, warm_up, requests, answers);
    _exit(0);
  }
  close(requests);
  close(answers);
}

PlatformProcess::~PlatformProcess() {
  close(requests_);
  close(answers_);
  kill(process_, SIGTERM);
  waitpid(process_, nullptr, 0);
}

PlatformProcess::Answer PlatformProcess::AnswerAt(Time time) {
  if (!WriteAll(requests_, &time, sizeof time)) {
    throw std::runtime_error("the simulated platform ended");
  }
  return Answer(*this);
}

std::string_view PlatformProcess::NextChunk() {
  std::size_t size = 0;
  if (!ReadAll(answers_, &size, sizeof size)) {
    throw std::runtime_error("the simulated platform ended");
  }
  chunk_.resize(size);
  if (!ReadAll(answers_, chunk_.data(), size)) {
    throw std::runtime_error("the simulated platform ended");
  }
  return {chunk_.data(), size};
}

}  // namespace pitel::benchmark
