#include "serve/passed_sockets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>
#include <string>

#include "serve/listener.h"

namespace pitel {
namespace {

using boost::asio::ip::tcp;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

class CountPassedSocketsTest : public testing::Test {
 protected:
  ~CountPassedSocketsTest() override {
    unsetenv("LISTEN_FDS");
    unsetenv("LISTEN_PID");
  }

  static int Count(const char* count, const std::string& process) {
    setenv("LISTEN_FDS", count, 1);
    setenv("LISTEN_PID", process.c_str(), 1);
    return CountPassedSockets();
  }

  const std::string self_ = std::to_string(getpid());
};

TEST_F(CountPassedSocketsTest, IsWhatTheEnvironmentSays) {
  EXPECT_EQ(CountPassedSockets(), 0);
  EXPECT_EQ(Count("2", self_), 2);
}

TEST_F(CountPassedSocketsTest, IsZeroIfTheyAreForAnotherProcess) {
  EXPECT_EQ(Count("2", std::to_string(getppid())), 0);
  EXPECT_EQ(Count("2", ""), 0);
}

TEST_F(CountPassedSocketsTest, IsZeroForOtherText) {
  for (const char* const count : {"", "0", "-1", "two", "2x"}) {
    EXPECT_EQ(Count(count, self_), 0) << count;
  }
}

TEST_F(CountPassedSocketsTest, HasALimit) {
  EXPECT_EQ(Count("64", self_), 64);
  EXPECT_THAT([&] { Count("65", self_); },
              ThrowsMessage<std::runtime_error>(HasSubstr("more than 64")));
}

TEST_F(CountPassedSocketsTest, MustNotBeZeroWhenTheyAreTaken) {
  boost::asio::io_context io;
  EXPECT_THAT([&] { TakePassedSockets(io); },
              ThrowsMessage<std::runtime_error>(
                  HasSubstr("systemd passed no sockets")));
}

// A descriptor that is passed to this process, as systemd would.
class Passed {
 public:
  explicit Passed(int descriptor) : descriptor_(descriptor) {}
  Passed(const Passed&) = delete;
  Passed& operator=(const Passed&) = delete;
  ~Passed() { close(descriptor_); }

  void ExpectRefused(const std::string& reason) const {
    boost::asio::io_context io;
    EXPECT_THAT([&] { TakeSocket(io, descriptor_); },
                ThrowsMessage<std::runtime_error>(HasSubstr(
                    "cannot use socket " + std::to_string(descriptor_) +
                    " from systemd: " + reason)));
  }

 private:
  const int descriptor_;
};

TEST(TakeSocket, KeepsTheAddressOfAListeningSocket) {
  for (const char* const address : {"127.0.0.1:0", "[::1]:0"}) {
    boost::asio::io_context io;
    tcp::acceptor listening(io);
    try {
      listening = Listen(io, address);
    } catch (const std::runtime_error&) {
      GTEST_SKIP() << "no IPv6 here";
    }
    const tcp::endpoint endpoint = listening.local_endpoint();
    listening.set_option(tcp::no_delay(false));
    const tcp::acceptor taken = TakeSocket(io, listening.release());
    EXPECT_EQ(taken.local_endpoint(), endpoint);
    tcp::no_delay no_delay;
    taken.get_option(no_delay);
    EXPECT_TRUE(no_delay.value()) << "accepted sockets inherit it";
  }
}

TEST(TakeSocket, RefusesWhatDoesNotListen) {
  Passed(socket(AF_INET, SOCK_STREAM, 0))
      .ExpectRefused("it does not listen for connections");
  Passed(socket(AF_INET, SOCK_DGRAM, 0))
      .ExpectRefused("it does not listen for connections");
}

TEST(TakeSocket, RefusesOtherFamiliesAndFiles) {
  const std::string reason = "it is not an IPv4 or IPv6 socket";
  Passed(socket(AF_UNIX, SOCK_STREAM, 0)).ExpectRefused(reason);
  Passed(dup(STDERR_FILENO)).ExpectRefused(reason);
}

}  // namespace
}  // namespace pitel
