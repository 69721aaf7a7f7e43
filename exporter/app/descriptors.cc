#include "app/descriptors.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>

namespace pitel {
namespace {

// The connection to the host, and a pair of sockets that wakes up libcurl.
constexpr std::size_t kPerPoll = 3;
// Standard streams, listening sockets, files and spare descriptors.
constexpr std::size_t kOther = 40;
constexpr std::size_t kLeastConnections = 16;
// More is never needed, and the kernel refuses an unlimited soft limit.
constexpr rlim_t kMost = 1 << 20;

rlimit DescriptorLimit() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  return limit;
}

}  // namespace

void HoldStandardStreams() {
  // The lowest free number is taken.
  int file = STDIN_FILENO;
  while (file >= 0 && file <= STDERR_FILENO) file = open("/dev/null", O_RDONLY);
  if (file > STDERR_FILENO) close(file);
}

void RaiseDescriptorLimit() {
  rlimit limit = DescriptorLimit();
  limit.rlim_cur = std::max(limit.rlim_cur, std::min(limit.rlim_max, kMost));
  setrlimit(RLIMIT_NOFILE, &limit);
}

std::optional<std::string> DescriptorShortage(std::size_t polls,
                                              std::size_t connections) {
  const rlim_t limit = DescriptorLimit().rlim_cur;
  const std::size_t need = polls * kPerPoll + connections + kOther;
  if (need <= limit) return std::nullopt;
  return std::to_string(polls) + " polls at once and " +
         std::to_string(connections) + " clients may need " +
         std::to_string(need) + " file descriptors, but the limit is " +
         std::to_string(limit) + ": raise it with LimitNOFILE or ulimit -n";
}

std::size_t ConnectionsBeside(std::size_t polls, std::size_t connections) {
  const rlim_t limit = DescriptorLimit().rlim_cur;
  const rlim_t needed = polls * kPerPoll + kOther;
  const rlim_t left = std::max(limit, needed + kLeastConnections) - needed;
  return std::min<rlim_t>(connections, left);
}

}  // namespace pitel
