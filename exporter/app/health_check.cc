#include "app/health_check.h"

#include <cstddef>
#include <string_view>

#include "base/host_port.h"
#include "fetch/http_client.h"
#include "fetch/http_clients.h"

namespace pitel {
namespace {

constexpr std::string_view kPath = "/-/healthy";
constexpr std::size_t kMostBodyBytes = 64 * 1024;

// A host as it is in a URL. A socket for every IPv6 address also accepts IPv4,
// but the reverse is not true.
std::string HostInUrl(const std::string& host) {
  if (host.empty() || host == "0.0.0.0") return "127.0.0.1";
  if (host == "::") return "[::1]";
  return host.find(':') == host.npos ? host : "[" + host + "]";
}

}  // namespace

BaseUrl UrlOfListener(const std::string& address) {
  const HostPort listener = ParseHostPort(address).value_or(HostPort());
  return {"http", HostInUrl(listener.host), std::to_string(listener.port), ""};
}

Result<BaseUrl> ParseHealthUrl(std::string url) {
  if (url.ends_with(kPath)) url.resize(url.size() - kPath.size());
  return ParseBaseUrl(url);
}

std::string HealthProblem(const BaseUrl& url, std::chrono::nanoseconds patience,
                          const Clock& clock) {
  HttpClients clients(clock);
  HostOptions options;
  options.url = url;
  options.tls.insecure_skip_verify = true;
  const auto host = clients.For(options);  // outlives the client
  const auto client = host->Take();
  HttpRequest request;
  request.path = kPath;
  request.max_body_size = kMostBodyBytes;
  request.deadline = clock.Now().steady + patience;
  const HttpResponse response = client->Send(request);
  const std::string asked = url.Text() + request.path + ": ";
  if (response.failure()) return asked + response.failure()->detail;
  if (response.head()->status() == 200) return "";
  return asked + "status " + std::to_string(response.head()->status());
}

std::string ListenerProblem(BaseUrl url, bool tls,
                            std::chrono::nanoseconds patience,
                            const Clock& clock) {
  const SteadyTime deadline = clock.Now().steady + patience;
  url.scheme = tls ? "https" : "http";
  const std::string problem = HealthProblem(url, patience, clock);
  if (problem.empty()) return "";
  url.scheme = tls ? "http" : "https";
  const auto left = deadline - clock.Now().steady;
  return HealthProblem(url, left, clock).empty() ? "" : problem;
}

}  // namespace pitel
