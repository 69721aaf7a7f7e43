#pragma once

#include <sys/socket.h>
#include <sys/un.h>

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace pitel {

// The service manager that started this process, if any.
struct ServiceEnvironment {
  // A path, or an abstract name after "@"; else nobody wants to be notified.
  std::string notify_socket;
  // The service is restarted after so long without a sign of life; 0: never.
  std::chrono::microseconds watchdog{};

  bool operator==(const ServiceEnvironment&) const = default;
};

// Reads NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID and removes them from the
// environment. Called before the first thread starts.
ServiceEnvironment TakeServiceEnvironment();

// Tells systemd the state of this service, by the protocol of sd_notify(3): one
// datagram per message, with lines of NAME=value. That is too little to load
// libsystemd with its compression libraries. Nothing is sent if nobody wants to
// be notified, and a message that cannot be sent is lost. Methods may be called
// by any thread. Also tested in service_test.py.
class ServiceManager {
 public:
  explicit ServiceManager(const ServiceEnvironment& environment);
  ~ServiceManager();
  ServiceManager(const ServiceManager&) = delete;
  ServiceManager& operator=(const ServiceManager&) = delete;

  // The service is listening, or it has ended a reload, successfully or not.
  void Ready() const noexcept;
  // It starts to read its configuration again; Ready follows. `now` is when.
  void Reloading(SteadyTime now) const noexcept;
  void Stopping() const noexcept;

  // Called a few times a second by one thread. While `trouble` is empty, it
  // gives a sign of life in time. Every few seconds it tells what the service
  // is doing: `trouble` or else what `status` returns.
  void Beat(SteadyTime now, const std::string& trouble,
            const std::function<std::string()>& status) noexcept;

 private:
  void Send(std::string_view message) const noexcept;
  void TellStatus(const std::string& status);

  sockaddr_un address_{};
  socklen_t address_size_ = 0;
  int socket_ = -1;  // -1: nobody wants to be notified
  const std::chrono::nanoseconds between_signs_;  // 0: none are wanted
  SteadyTime next_sign_ = SteadyTime::min();
  SteadyTime next_status_ = SteadyTime::min();
  std::string status_;  // as last told
};

}  // namespace pitel
