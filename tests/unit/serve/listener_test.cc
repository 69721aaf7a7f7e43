#include "serve/listener.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/ip/v6_only.hpp>
#include <stdexcept>

namespace pitel {
namespace {

using boost::asio::ip::tcp;
using ::testing::StartsWith;
using ::testing::ThrowsMessage;

TEST(Listen, TakesAFreePortOfTheAddress) {
  boost::asio::io_context io;
  const auto first = Listen(io, "127.0.0.1:0").local_endpoint();
  EXPECT_EQ(first.address().to_string(), "127.0.0.1");
  EXPECT_NE(first.port(), 0);
  EXPECT_EQ(Listen(io, "localhost:0").local_endpoint().address().to_string(),
            "127.0.0.1");
}

TEST(Listen, ServesBothFamiliesOnlyWithoutAHost) {
  boost::asio::io_context io;
  const auto any = Listen(io, ":0");
  EXPECT_TRUE(any.local_endpoint().address().is_unspecified());
  if (any.local_endpoint().address().is_v4()) GTEST_SKIP() << "no IPv6 here";
  const auto is_v6_only = [](const tcp::acceptor& acceptor) {
    boost::asio::ip::v6_only option;
    acceptor.get_option(option);
    return option.value();
  };
  EXPECT_FALSE(is_v6_only(any));
  EXPECT_TRUE(is_v6_only(Listen(io, "[::1]:0")));
}

TEST(Listen, NamesTheAddressThatIsTaken) {
  boost::asio::io_context io;
  const auto first = Listen(io, "127.0.0.1:0");
  const std::string address = ToString(first.local_endpoint());
  EXPECT_THAT(
      [&] { Listen(io, address); },
      ThrowsMessage<std::runtime_error>("cannot listen on \"" + address +
                                        "\": Address already in use"));
}

TEST(Listen, RefusesOtherText) {
  boost::asio::io_context io;
  EXPECT_THAT(
      [&] { Listen(io, "10748"); },
      ThrowsMessage<std::runtime_error>(
          "invalid listen address \"10748\": expected host:port, [v6]:port "
          "or :port"));
  EXPECT_THAT([&] { Listen(io, "host.invalid:0"); },
              ThrowsMessage<std::runtime_error>(
                  StartsWith("cannot listen on \"host.invalid:0\": ")));
}

TEST(ToString, WritesAnEndpointAsItIsRead) {
  const auto write = [](const char* address) {
    return ToString(tcp::endpoint(boost::asio::ip::make_address(address), 80));
  };
  EXPECT_EQ(write("127.0.0.1"), "127.0.0.1:80");
  EXPECT_EQ(write("::1"), "[::1]:80");
}

}  // namespace
}  // namespace pitel
