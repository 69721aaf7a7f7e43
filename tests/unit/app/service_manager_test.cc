#include "app/service_manager.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <filesystem>
#include <new>
#include <string>
#include <vector>

namespace pitel {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

// The socket of a service manager, in a temporary folder or abstract.
class NotifySocket {
 public:
  explicit NotifySocket(bool abstract = false) {
    mkdtemp(folder_.data());
    name_ = (abstract ? "@" : "") + folder_ + "/notify";
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    name_.copy(address.sun_path, name_.size());
    if (abstract) address.sun_path[0] = '\0';
    const auto size = offsetof(sockaddr_un, sun_path) + name_.size();
    const auto* const generic = reinterpret_cast<const sockaddr*>(&address);
    EXPECT_EQ(bind(socket_, generic, static_cast<socklen_t>(size)), 0);
  }
  NotifySocket(const NotifySocket&) = delete;
  NotifySocket& operator=(const NotifySocket&) = delete;
  ~NotifySocket() {
    close(socket_);
    std::filesystem::remove_all(folder_);
  }

  const std::string& name() const { return name_; }

  // The messages that have been sent since the last call.
  std::vector<std::string> Messages() const {
    std::vector<std::string> messages;
    std::array<char, 4096> buffer{};
    while (true) {
      const ssize_t size =
          recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
      if (size < 0) return messages;
      messages.emplace_back(buffer.data(), static_cast<std::size_t>(size));
    }
  }

 private:
  std::string folder_ = testing::TempDir() + "notifyXXXXXX";
  std::string name_;
  const int socket_ = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
};

SteadyTime After(milliseconds time) { return SteadyTime(seconds(1000) + time); }

std::string TwoUp() { return "2 of 2 targets up"; }

TEST(TakeServiceEnvironment, ReadsAndRemovesTheVariables) {
  setenv("NOTIFY_SOCKET", "/run/notify", 1);
  setenv("WATCHDOG_USEC", "30000000", 1);
  setenv("WATCHDOG_PID", std::to_string(getpid()).c_str(), 1);
  EXPECT_EQ(TakeServiceEnvironment(),
            (ServiceEnvironment{"/run/notify", seconds(30)}));
  EXPECT_EQ(TakeServiceEnvironment(), ServiceEnvironment());
}

TEST(TakeServiceEnvironment, IgnoresTheWatchdogOfAnotherProcess) {
  setenv("WATCHDOG_USEC", "30000000", 1);
  setenv("WATCHDOG_PID", std::to_string(getppid()).c_str(), 1);
  EXPECT_EQ(TakeServiceEnvironment().watchdog, microseconds(0));
}

TEST(TakeServiceEnvironment, IgnoresAPeriodThatIsNone) {
  for (const char* const period : {"", "0", "-1", "30s"}) {
    setenv("WATCHDOG_USEC", period, 1);
    EXPECT_EQ(TakeServiceEnvironment().watchdog, microseconds(0)) << period;
  }
}

TEST(ServiceManager, IsToldTheStateOfTheService) {
  for (const bool abstract : {false, true}) {
    const NotifySocket socket(abstract);
    const ServiceManager manager({socket.name()});
    manager.Ready();
    manager.Reloading(After(milliseconds(5)));
    manager.Stopping();
    EXPECT_THAT(socket.Messages(),
                ElementsAre("READY=1", "RELOADING=1\nMONOTONIC_USEC=1000005000",
                            "STOPPING=1"));
  }
}

TEST(ServiceManager, FeedsTheWatchdogTwiceInItsPeriod) {
  const NotifySocket socket;
  ServiceManager manager({socket.name(), seconds(4)});
  const auto status = [] { return std::string(); };
  int signs = 0;
  for (milliseconds time{}; time < seconds(10); time += milliseconds(250)) {
    manager.Beat(After(time), "", status);
    for (const std::string& message : socket.Messages()) {
      EXPECT_EQ(message, "WATCHDOG=1");
      EXPECT_EQ(time % seconds(2), seconds(0));
      ++signs;
    }
  }
  EXPECT_EQ(signs, 5);
}

TEST(ServiceManager, DoesNotFeedTheWatchdogInTrouble) {
  const NotifySocket socket;
  ServiceManager manager({socket.name(), seconds(4)});
  manager.Beat(After(seconds(0)), "the HTTP server hangs", TwoUp);
  EXPECT_THAT(socket.Messages(), ElementsAre("STATUS=the HTTP server hangs"));
  manager.Beat(After(seconds(1)), "", TwoUp);
  EXPECT_THAT(socket.Messages(), ElementsAre("WATCHDOG=1"));
}

TEST(ServiceManager, IsToldAChangedStatusEveryFewSeconds) {
  const NotifySocket socket;
  ServiceManager manager({socket.name()});
  manager.Beat(After(seconds(0)), "", TwoUp);
  EXPECT_THAT(socket.Messages(), ElementsAre("STATUS=2 of 2 targets up"));
  const auto one_up = [] { return std::string("1 of 2 targets up"); };
  manager.Beat(After(milliseconds(4999)), "", one_up);
  EXPECT_THAT(socket.Messages(), IsEmpty());
  manager.Beat(After(seconds(5)), "", one_up);
  EXPECT_THAT(socket.Messages(), ElementsAre("STATUS=1 of 2 targets up"));
  manager.Beat(After(seconds(10)), "", one_up);
  EXPECT_THAT(socket.Messages(), IsEmpty());
}

TEST(ServiceManager, SurvivesAStatusThatCannotBeMade) {
  const NotifySocket socket;
  ServiceManager manager({socket.name()});
  const auto no_memory = []() -> std::string { throw std::bad_alloc(); };
  manager.Beat(After(seconds(0)), "", no_memory);
  manager.Beat(After(milliseconds(250)), "", TwoUp);
  EXPECT_THAT(socket.Messages(), ElementsAre("STATUS=2 of 2 targets up"));
}

TEST(ServiceManager, IsNotNeeded) {
  for (const char* const socket :
       {"", "relative", "vsock:2:1", "/no/such/folder/notify"}) {
    ServiceManager manager({socket, seconds(4)});
    manager.Ready();
    manager.Beat(After(seconds(0)), "", TwoUp);
    manager.Stopping();
  }
}

}  // namespace
}  // namespace pitel
