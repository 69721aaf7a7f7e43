#include "fetch/curl_host.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "unit/fetch/fetching.h"

namespace pitel {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const SystemClock kClock;

struct LoneHost : private OwnLookup, public CurlHost {
  explicit LoneHost(const HostOptions& host_options)
      : OwnLookup{NameLookup(NextHopOf(host_options).host)},
        CurlHost(host_options, OwnLookup::lookup, kClock) {}
};

TEST(NextHop, IsAnAddressOrAName) {
  EXPECT_TRUE((NextHop{"127.0.0.1", "80"}).IsAddress());
  EXPECT_TRUE((NextHop{"[::1]", "80"}).IsAddress());
  EXPECT_FALSE((NextHop{"api.example.com", "80"}).IsAddress());
  EXPECT_FALSE((NextHop{"127.0.0.1.example.com", "80"}).IsAddress());
}

TEST(CurlHost, ConnectsToTheHostOrItsProxy) {
  auto options = OptionsFor("https://api.example.com/prefix");
  EXPECT_EQ(LoneHost(options).next_hop.Text(), "api.example.com:443");
  options.proxy_url =
      *ParseProxyUrl("http://user:hunter2@proxy.example.com:3128");
  const LoneHost host(options);
  EXPECT_EQ(host.next_hop.Text(), "the proxy proxy.example.com:3128");
  EXPECT_EQ(host.origin, "https://api.example.com/prefix");
}

TEST(CurlHost, AddressesRequestsToTheNameOfTheCertificate) {
  auto options = OptionsFor("https://127.0.0.1:8443/prefix");
  options.tls.server_name = "api.example.com";
  const LoneHost host(options);
  EXPECT_EQ(host.origin, "https://api.example.com:8443/prefix");
  EXPECT_STREQ(host.connect_to->data, "::127.0.0.1:8443");
}

TEST(CurlHost, FindsTheAddressesOfANameForLibcurl) {
  LoneHost named(OptionsFor("http://localhost:8080"));
  ASSERT_FALSE(named.FindAddresses(30s));
  ASSERT_TRUE(named.resolve);
  EXPECT_THAT(named.resolve->data, StartsWith("localhost:8080:"));
  EXPECT_THAT(named.resolve->data, HasSubstr("127.0.0.1"));
  LoneHost numbered(OptionsFor("http://127.0.0.1:8080"));
  EXPECT_FALSE(numbered.FindAddresses(0s));
  EXPECT_EQ(numbered.resolve, nullptr);
}

TEST(CurlHost, NamesTheHostThatHasNoAddress) {
  LoneHost host(OptionsFor("http://host.invalid"));
  const auto failure = host.FindAddresses(30s);
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->reason, FailureReason::kDns);
  EXPECT_THAT(failure->detail, StartsWith("cannot resolve host.invalid: "));
}

}  // namespace
}  // namespace pitel
