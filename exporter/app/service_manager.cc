#include "app/service_manager.h"

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <limits>
#include <utility>

#include "base/number.h"

namespace pitel {
namespace {

constexpr std::chrono::seconds kBetweenStatus{5};
// The longest wait for a service manager that does not read.
constexpr timeval kMostForSending{.tv_sec = 0, .tv_usec = 200'000};

std::string TakeVariable(const char* name) {
  const char* const value = std::getenv(name);
  std::string text = value == nullptr ? "" : value;
  unsetenv(name);
  return text;
}

}  // namespace

ServiceEnvironment TakeServiceEnvironment() {
  ServiceEnvironment environment{TakeVariable("NOTIFY_SOCKET")};
  const auto period = ParseNumber<std::int64_t>(TakeVariable("WATCHDOG_USEC"));
  const std::string process = TakeVariable("WATCHDOG_PID");
  if (period && *period > 0 &&
      (process.empty() || ParseNumber<pid_t>(process) == getpid())) {
    environment.watchdog = std::chrono::microseconds(*period);
  }
  return environment;
}

ServiceManager::ServiceManager(const ServiceEnvironment& environment)
    : between_signs_(environment.watchdog / 2) {
  const std::string& name = environment.notify_socket;
  const bool abstract = name.starts_with('@');
  if (!abstract && !name.starts_with('/')) return;
  if (name.size() >= sizeof address_.sun_path) return;
  address_.sun_family = AF_UNIX;
  name.copy(address_.sun_path, name.size());
  if (abstract) address_.sun_path[0] = '\0';
  address_size_ = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) +
                                         name.size() + (abstract ? 0 : 1));
  socket_ = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &kMostForSending,
             sizeof kMostForSending);
}

ServiceManager::~ServiceManager() {
  if (socket_ >= 0) close(socket_);
}

void ServiceManager::Ready() const noexcept { Send("READY=1"); }

void ServiceManager::Reloading(SteadyTime now) const noexcept try {
  const auto since_boot = std::chrono::duration_cast<std::chrono::microseconds>(
      now.time_since_epoch());
  Send("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(since_boot.count()));
} catch (const std::exception&) {
  // Out of memory: systemd does not show that it reloads.
}

void ServiceManager::Stopping() const noexcept { Send("STOPPING=1"); }

void ServiceManager::Beat(SteadyTime now, const std::string& trouble,
                          const std::function<std::string()>& status) noexcept
    try {
  if (socket_ < 0) return;
  if (between_signs_.count() > 0 && trouble.empty() && now >= next_sign_) {
    Send("WATCHDOG=1");
    next_sign_ = now + between_signs_;
  }
  if (now < next_status_) return;
  TellStatus(trouble.empty() ? status() : trouble);
  next_status_ = now + kBetweenStatus;
} catch (const std::exception&) {
  // Out of memory: the next beat tries again.
}

void ServiceManager::TellStatus(const std::string& status) {
  if (status == status_) return;
  Send("STATUS=" + status);
  status_ = status;
}

void ServiceManager::Send(std::string_view message) const noexcept {
  if (socket_ < 0) return;
  sendto(socket_, message.data(), message.size(), MSG_NOSIGNAL,
         reinterpret_cast<const sockaddr*>(&address_), address_size_);
}

}  // namespace pitel
