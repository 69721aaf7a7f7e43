#include "simulator/http_server.h"

#include <curl/curl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "simulator/parsed_response.h"
#include "simulator/sample_worlds.h"

namespace pitel::simulation {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

struct ClientResponse {
  CURLcode error = CURLE_OK;
  long status = 0;
  long new_connections = 0;
  curl_off_t wire_bytes = 0;
  std::string headers;
  std::string body;
};

std::size_t Append(char* data, std::size_t size, std::size_t count,
                   void* text) {
  static_cast<std::string*>(text)->append(data, size * count);
  return size * count;
}

// A client that keeps its connection.
class Client {
 public:
  Client() : curl_(curl_easy_init()) {}
  ~Client() {
    curl_slist_free_all(headers_);
    curl_easy_cleanup(curl_);
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void AddHeader(const std::string& header) {
    headers_ = curl_slist_append(headers_, header.c_str());
  }
  void AcceptGzip() {
    curl_easy_setopt(curl_, CURLOPT_ACCEPT_ENCODING, "gzip");
  }
  void UseHttp10() {
    curl_easy_setopt(curl_, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_0);
  }

  ClientResponse Get(const std::string& url) {
    curl_easy_setopt(curl_, CURLOPT_HTTPGET, 1L);
    return Perform(url);
  }
  ClientResponse Post(const std::string& url, const std::string& body = "") {
    curl_easy_setopt(curl_, CURLOPT_COPYPOSTFIELDS, body.c_str());
    return Perform(url);
  }

 private:
  ClientResponse Perform(const std::string& url) {
    ClientResponse response;
    curl_easy_setopt(curl_, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl_, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl_, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl_, CURLOPT_TIMEOUT, 60L);
    curl_easy_setopt(curl_, CURLOPT_HTTPHEADER, headers_);
    curl_easy_setopt(curl_, CURLOPT_WRITEFUNCTION, &Append);
    curl_easy_setopt(curl_, CURLOPT_WRITEDATA, &response.body);
    curl_easy_setopt(curl_, CURLOPT_HEADERFUNCTION, &Append);
    curl_easy_setopt(curl_, CURLOPT_HEADERDATA, &response.headers);
    response.error = curl_easy_perform(curl_);
    curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &response.status);
    curl_easy_getinfo(curl_, CURLINFO_NUM_CONNECTS, &response.new_connections);
    curl_easy_getinfo(curl_, CURLINFO_SIZE_DOWNLOAD_T, &response.wire_bytes);
    return response;
  }

  CURL* const curl_;
  curl_slist* headers_ = nullptr;
};

class HttpServerTest : public testing::Test {
 protected:
  explicit HttpServerTest(std::uint32_t extensions = 5000, bool gzip = false)
      : world_(Mixed(extensions)),
        api_(world_,
             {.start = kMonday + minutes(5),
              .speed = 1,
              .api_key = "the key",
              .rows = {}},
             [] { return Elapsed{}; }),
        server_(std::make_unique<HttpServer>("127.0.0.1", 0, gzip, api_)),
        url_(server_->Url()) {}

  void LogIn(Client& client) {
    const ClientResponse response =
        Client().Post(url_ + "/v3/auth/token", R"({"api_key":"the key"})");
    ASSERT_EQ(response.status, 200);
    const std::size_t start = response.body.find(R"("token":")") + 9;
    client.AddHeader(
        "Authorization: Bearer " +
        response.body.substr(start, response.body.find('"', start) - start));
  }

  World world_;
  Api api_;
  std::unique_ptr<HttpServer> server_;
  const std::string url_;
};

class GzipServerTest : public HttpServerTest {
 protected:
  GzipServerTest() : HttpServerTest(5000, true) {}
};

TEST_F(HttpServerTest, ServesTheMonitorForATokenOverOneConnection) {
  Client client;
  const ClientResponse unauthorized = client.Get(url_ + "/v3/monitor?=null");
  EXPECT_EQ(unauthorized.status, 401);
  EXPECT_EQ(unauthorized.new_connections, 1);
  LogIn(client);
  for (int i = 0; i < 3; ++i) {
    const ClientResponse response = client.Get(url_ + "/v3/monitor?=null");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.new_connections, 0);
    EXPECT_EQ(response.body, RenderToString(world_));
    EXPECT_THAT(response.headers,
                testing::HasSubstr("Content-Type: application/json"));
  }
}

TEST_F(HttpServerTest, ServesTruthConditionsAndCounts) {
  Client client;
  EXPECT_EQ(client.Post(url_ + "/inject/backlog?callers=3").status, 200);
  const ClientResponse truth = client.Get(url_ + "/truth");
  EXPECT_EQ(truth.status, 200);
  EXPECT_TRUE(truth.body.starts_with(R"({"now":)"));
  EXPECT_THAT(client.Get(url_ + "/requests").body,
              testing::HasSubstr(R"("inject":{"requests":1,"failures":0})"));
  EXPECT_EQ(client.Get(url_ + "/nothing").status, 404);
}

TEST_F(HttpServerTest, StatesHowLongToWait) {
  Client client;
  client.Post(url_ + "/inject/status?status=503&retry_after=17");
  const ClientResponse response = client.Get(url_ + "/v3/monitor");
  EXPECT_EQ(response.status, 503);
  EXPECT_THAT(response.headers, testing::HasSubstr("Retry-After: 17\r\n"));
}

TEST_F(HttpServerTest, ResetsConnectionsWhileTheApiIsDown) {
  Client client;
  client.Post(url_ + "/inject/down");
  const ClientResponse response = client.Get(url_ + "/v3/monitor");
  EXPECT_NE(response.error, CURLE_OK);
  EXPECT_EQ(response.status, 0);
  client.Post(url_ + "/inject/clear");
  EXPECT_EQ(client.Get(url_ + "/v3/monitor").status, 401);
}

TEST_F(HttpServerTest, DelaysResponses) {
  Client client;
  client.Post(url_ + "/inject/delay?delay_seconds=0.3");
  const auto before = std::chrono::steady_clock::now();
  EXPECT_EQ(client.Get(url_ + "/v3/monitor").status, 401);
  EXPECT_GE(std::chrono::steady_clock::now() - before,
            std::chrono::milliseconds(300));
}

TEST_F(HttpServerTest, ServesSeveralClientsAtOnce) {
  std::vector<std::string> bodies(4);
  {
    std::vector<std::jthread> clients;
    for (std::string& body : bodies) {
      clients.emplace_back([this, &body] {
        Client client;
        LogIn(client);
        body = client.Get(url_ + "/v3/monitor").body;
      });
    }
  }
  for (const std::string& body : bodies) {
    EXPECT_EQ(body, RenderToString(world_));
  }
}

TEST_F(HttpServerTest, ServesClientsThatKnowNoChunks) {
  Client client;
  LogIn(client);
  client.UseHttp10();
  const ClientResponse response = client.Get(url_ + "/v3/monitor");
  EXPECT_EQ(response.body, RenderToString(world_));
  EXPECT_THAT(response.headers,
              testing::Not(testing::HasSubstr("Transfer-Encoding")));
}

TEST_F(HttpServerTest, EndsAtOnceWhileAClientWaits) {
  Client client;
  client.Post(url_ + "/inject/delay?delay_seconds=100000");
  ClientResponse response;
  std::jthread waiting([&] { response = Client().Get(url_ + "/v3/monitor"); });
  while (
      client.Get(url_ + "/requests").body.find(R"("monitor":{"requests":1)") ==
      std::string::npos) {
    std::this_thread::yield();
  }
  const auto before = std::chrono::steady_clock::now();
  server_.reset();
  waiting.join();
  EXPECT_LT(std::chrono::steady_clock::now() - before, seconds(30));
  EXPECT_NE(response.error, CURLE_OK);
}

TEST_F(HttpServerTest, RefusesAnAddressInUse) {
  EXPECT_THROW(HttpServer("127.0.0.1", server_->Port(), false, api_),
               std::runtime_error);
}

TEST_F(HttpServerTest, CompressesOnlyIfConfigured) {
  Client client;
  LogIn(client);
  client.AcceptGzip();
  const ClientResponse response = client.Get(url_ + "/v3/monitor");
  EXPECT_EQ(response.body, RenderToString(world_));
  EXPECT_THAT(response.headers, testing::Not(testing::HasSubstr("gzip")));
}

TEST_F(GzipServerTest, CompressesForClientsThatAcceptIt) {
  Client client;
  LogIn(client);
  EXPECT_THAT(client.Get(url_ + "/v3/monitor").headers,
              testing::Not(testing::HasSubstr("gzip")));
  client.AcceptGzip();
  const ClientResponse response = client.Get(url_ + "/v3/monitor");
  EXPECT_THAT(response.headers, testing::HasSubstr("Content-Encoding: gzip"));
  EXPECT_EQ(response.body, RenderToString(world_));
  EXPECT_LT(response.wire_bytes,
            static_cast<curl_off_t>(response.body.size() / 3));
  EXPECT_EQ(client.Get(url_ + "/truth").body.substr(0, 7), R"({"now":)");
}

}  // namespace
}  // namespace pitel::simulation
