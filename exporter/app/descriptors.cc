#include "app/descriptors.h"

#include <sys/resource.h>

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

}  // namespace

void RaiseDescriptorLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  const rlim_t wanted = std::min(limit.rlim_max, kMost);
  if (wanted <= limit.rlim_cur) return;
  limit.rlim_cur = wanted;
  setrlimit(RLIMIT_NOFILE, &limit);
}

std::optional<std::string> DescriptorShortage(std::size_t polls,
                                              std::size_t connections) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return std::nullopt;
  const std::size_t need = polls * kPerPoll + connections + kOther;
  if (need <= limit.rlim_cur) return std::nullopt;
  return std::to_string(polls) + " polls at once and " +
         std::to_string(connections) + " clients may need " +
         std::to_string(need) + " file descriptors, but the limit is " +
         std::to_string(limit.rlim_cur) +
         ": raise it with LimitNOFILE or ulimit -n";
}

std::size_t ConnectionsBeside(std::size_t polls, std::size_t connections) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return connections;
  const rlim_t needed = polls * kPerPoll + kOther;
  const rlim_t left = limit.rlim_cur > needed ? limit.rlim_cur - needed : 0;
  return std::min<rlim_t>(connections,
                          std::max<rlim_t>(left, kLeastConnections));
}

}  // namespace pitel
