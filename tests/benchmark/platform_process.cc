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

// As much as arrives at once over a fast network.
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

// Writes a response for each time it reads, until the pipe is closed.
void Serve(const Parameters& parameters, simulation::Duration warm_up,
           int requests, int responses) {
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
                           [responses](std::string_view chunk) {
                             return WriteChunk(responses, chunk);
                           });
    WriteChunk(responses, {});
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
  int responses = -1;
  MakePipe(requests, requests_);
  MakePipe(responses_, responses);
  process_ = fork();
  if (process_ < 0) {
    throw std::system_error(errno, std::generic_category(), "fork");
  }
  if (process_ == 0) {
    close(requests_);
    close(responses_);
    std::signal(SIGPIPE, SIG_DFL);
    Serve(parameters, warm_up, requests, responses);
    _exit(0);
  }
  close(requests);
  close(responses);
}

PlatformProcess::~PlatformProcess() {
  close(requests_);
  close(responses_);
  kill(process_, SIGTERM);
  waitpid(process_, nullptr, 0);
}

PlatformProcess::Response PlatformProcess::ResponseAt(Time time) {
  if (!WriteAll(requests_, &time, sizeof time)) {
    throw std::runtime_error("the simulated platform ended");
  }
  return Response(*this);
}

std::string_view PlatformProcess::NextChunk() {
  std::size_t size = 0;
  if (!ReadAll(responses_, &size, sizeof size)) {
    throw std::runtime_error("the simulated platform ended");
  }
  chunk_.resize(size);
  if (!ReadAll(responses_, chunk_.data(), size)) {
    throw std::runtime_error("the simulated platform ended");
  }
  return {chunk_.data(), size};
}

}  // namespace pitel::benchmark
