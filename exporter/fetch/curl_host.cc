#include "fetch/curl_host.h"

#include <arpa/inet.h>

#include <algorithm>
#include <map>
#include <new>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "base/text.h"

namespace pitel {
namespace {

constexpr long kConnectionLifetimeSeconds = 600;
// How long CA certificates are kept for further handshakes.
constexpr long kCaCacheSeconds = 60;

void SetProxy(CURL* easy, const std::optional<ProxyUrl>& proxy) {
  // Set even if empty. Otherwise, the environment would decide.
  SetOption(easy, CURLOPT_NOPROXY, "");
  if (!proxy) return SetOption(easy, CURLOPT_PROXY, "");
  // The proxy looks the host up, as with Prometheus.
  const std::string scheme =
      proxy->scheme == "socks5" ? "socks5h" : proxy->scheme;
  const std::string url = scheme + "://" + proxy->host + ":" + proxy->port;
  SetOption(easy, CURLOPT_PROXY, url.c_str());
  SetOption(easy, CURLOPT_PROXY_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
  if (proxy->user) {
    SetOption(easy, CURLOPT_PROXYUSERNAME, proxy->user->c_str());
  }
  if (proxy->password) {
    SetOption(easy, CURLOPT_PROXYPASSWORD, proxy->password->c_str());
  }
}

void SetTls(CURL* easy, const TlsOptions& tls) {
  const long verify = tls.insecure_skip_verify ? 0 : 1;
  SetOption(easy, CURLOPT_SSL_VERIFYPEER, verify);
  SetOption(easy, CURLOPT_SSL_VERIFYHOST, verify * 2);
  SetOption(easy, CURLOPT_SSLVERSION,
            tls.min_version == TlsVersion::kTls13
                ? long{CURL_SSLVERSION_TLSv1_3}
                : long{CURL_SSLVERSION_TLSv1_2});
  SetOption(easy, CURLOPT_CA_CACHE_TIMEOUT, kCaCacheSeconds);
  if (!tls.ca_file.empty()) {
    SetOption(easy, CURLOPT_CAINFO, tls.ca_file.c_str());
    // Otherwise, the system's authorities would be trusted as well.
    SetOption(easy, CURLOPT_CAPATH, static_cast<char*>(nullptr));
  }
  if (!tls.cert_file.empty()) {
    SetOption(easy, CURLOPT_SSLCERT, tls.cert_file.c_str());
    SetOption(easy, CURLOPT_SSLKEY, tls.key_file.c_str());
    // Otherwise, OpenSSL would ask a terminal for the password of a key.
    SetOption(easy, CURLOPT_KEYPASSWD, "");
  }
}

void SetTransfer(CURL* easy) {
  SetOption(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  SetOption(easy, CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
  SetOption(easy, CURLOPT_FOLLOWLOCATION, 0L);
  SetOption(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  SetOption(easy, CURLOPT_PATH_AS_IS, 1L);
  SetOption(easy, CURLOPT_HTTPAUTH, long{CURLAUTH_BEARER});
  SetOption(easy, CURLOPT_USERAGENT, "pitel_exporter/" PITEL_VERSION);
  SetOption(easy, CURLOPT_NOSIGNAL, 1L);
  SetOption(easy, CURLOPT_QUICK_EXIT, 1L);
  SetOption(easy, CURLOPT_BUFFERSIZE, 256L << 10);
  SetOption(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  SetOption(easy, CURLOPT_MAXLIFETIME_CONN, kConnectionLifetimeSeconds);
}

bool IsHeaderNameCharacter(char c) {
  return IsLetter(c) || IsDigit(c) ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool IsHeaderValueCharacter(char c) { return !IsControl(c) || c == '\t'; }

void AppendHeader(CurlList& list, const std::string& name,
                  const std::string& value) {
  if (name.empty() || !std::ranges::all_of(name, IsHeaderNameCharacter) ||
      !std::ranges::all_of(value, IsHeaderValueCharacter)) {
    throw std::invalid_argument("a header that is not one line");
  }
  // "Name:" would tell libcurl to leave the header out.
  Append(list, value.empty() ? name + ";" : name + ": " + value);
}

CurlList HeadersOf(const HostOptions& options, const std::string& host) {
  std::map<std::string, std::string> headers = options.headers;
  const auto add_default = [&](const std::string& name,
                               const std::string& value) {
    const bool given =
        std::any_of(headers.begin(), headers.end(), [&](const auto& header) {
          return EqualsIgnoringCase(header.first, name);
        });
    if (!given) headers.emplace(name, value);
  };
  add_default("Accept", "application/json");
  // BodyDecoder decodes it: libcurl decodes only encodings that were requested
  // through CURLOPT_ACCEPT_ENCODING.
  add_default("Accept-Encoding", "gzip");
  add_default("Content-Type", "application/json");
  add_default("Host", host);
  CurlList list;
  for (const auto& [name, value] : headers) AppendHeader(list, name, value);
  return list;
}

}  // namespace

bool NextHop::IsAddress() const {
  in_addr address;
  return host.starts_with('[') ||
         ::inet_pton(AF_INET, host.c_str(), &address) == 1;
}

std::string NextHop::Text() const {
  return (is_proxy ? "the proxy " : "") + host + ":" + port;
}

NextHop NextHopOf(const HostOptions& options) {
  if (!options.proxy_url) return {options.url.host, options.url.port};
  return {options.proxy_url->host, options.proxy_url->port, true};
}

CurlHost::CurlHost(const HostOptions& api_options, NameLookup& the_lookup,
                   const Clock& the_clock)
    : options(api_options),
      clock(the_clock),
      next_hop(NextHopOf(options)),
      lookup(the_lookup),
      origin(options.url.Text()),
      multi(curl_multi_init()) {
  if (!multi) throw std::bad_alloc();
  curl_multi_setopt(multi.get(), CURLMOPT_MAXCONNECTS, 1L);
  BaseUrl url = options.url;
  url.path.clear();
  const std::string scheme_and_slashes = url.scheme + "://";
  headers = HeadersOf(options, url.Text().substr(scheme_and_slashes.size()));
  // TLS requests and verifies the name in the URL.
  if (url.scheme == "https" && !options.tls.server_name.empty()) {
    Append(connect_to, "::" + url.host + ":" + url.port);
    url.host = options.tls.server_name;
    url.path = options.url.path;
    origin = url.Text();
  }
  // An option that cannot be set must fail at startup, not at the first poll.
  static_cast<void>(NewEasy());
}

CurlEasy CurlHost::NewEasy() {
  CurlEasy easy(curl_easy_init());
  if (!easy) throw std::bad_alloc();
  if (connect_to) SetOption(easy.get(), CURLOPT_CONNECT_TO, connect_to.get());
  SetOption(easy.get(), CURLOPT_HTTPHEADER, headers.get());
  SetTransfer(easy.get());
  SetTls(easy.get(), options.tls);
  SetProxy(easy.get(), options.proxy_url);
  alert.Watch(easy.get());
  alert.Forget();
  return easy;
}

std::optional<TransportFailure> CurlHost::FindAddresses(
    std::chrono::nanoseconds patience) {
  if (next_hop.IsAddress()) return std::nullopt;
  const auto found =
      lookup.Get(clock.Now().steady,
                 std::min<std::chrono::nanoseconds>(patience, kConnectTimeout),
                 failed_lookup, cancelled);
  if (!found) {
    return TransportFailure{
        FailureReason::kDns,
        "cannot resolve " + next_hop.host + ": " + found.error().message};
  }
  used_lookup = found->number;
  std::string line = next_hop.host + ":" + next_hop.port + ":";
  for (const std::string& address : found->addresses) {
    if (!line.ends_with(':')) line += ',';
    const bool is_v6 = address.find(':') != address.npos;
    line += is_v6 ? "[" + address + "]" : address;
  }
  CurlList list;
  Append(list, line);
  resolve = std::move(list);
  return std::nullopt;
}

}  // namespace pitel
