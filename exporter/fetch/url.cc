#include "fetch/url.h"

#include <arpa/inet.h>

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "fetch/curl.h"

namespace pitel {
namespace {

constexpr std::string_view kProxySchemes[] = {"http", "https", "socks5",
                                              "socks5h"};

// Checks where curl's parser is more lenient than an operator would expect: it
// takes "https:///host", escapes what is not ASCII and drops an empty query.
std::optional<Error> CheckShape(std::string_view text) {
  if (text.empty()) return Error{"is empty: write https://host"};
  const std::string lower = ToLower(text.substr(0, 8));
  if (!lower.starts_with("https://") && !lower.starts_with("http://")) {
    return Error{"must begin with https:// or http://"};
  }
  if (text.substr(text.find("://") + 3).starts_with('/')) {
    return Error{"names no host"};
  }
  if (text.find('?') != text.npos) {
    return Error{
        "must not contain a query (?...): the query belongs to a path"};
  }
  if (text.find('#') != text.npos) {
    return Error{"must not contain a fragment (#...)"};
  }
  if (!std::ranges::all_of(text, IsVisibleAscii)) {
    return Error{
        "contains a space, a control character or a character that is not "
        "ASCII: write the host in punycode and escape the path (%20)"};
  }
  return std::nullopt;
}

Error Describe(CURLUcode code) {
  switch (code) {
    case CURLUE_USER_NOT_ALLOWED:
      return {
          "must not contain a user or password: the credential has options of "
          "its own"};
    case CURLUE_BAD_PORT_NUMBER:
      return {"has a port that is not a number from 1 to 65535"};
    case CURLUE_NO_HOST:
      return {"names no host"};
    case CURLUE_BAD_HOSTNAME:
    case CURLUE_BAD_IPV6:
      return {"has a host that is neither a name nor an address"};
    default:
      return {"is not a URL: write https://host:port/prefix"};
  }
}

}  // namespace

Result<BaseUrl> ParseBaseUrl(const std::string& text) {
  if (auto error = CheckShape(text)) return *std::move(error);
  const CurlUrl url(curl_url());
  const CURLUcode code =
      curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_DISALLOW_USER);
  if (code != CURLUE_OK) return Describe(code);
  const auto scheme = UrlPart(url.get(), CURLUPART_SCHEME);
  const auto host = UrlPart(url.get(), CURLUPART_HOST);
  const auto port = UrlPart(url.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
  auto path = UrlPart(url.get(), CURLUPART_PATH);
  if (!scheme || !host || host->empty() || !port || !path) {
    return Describe(CURLUE_NO_HOST);
  }
  if (*port == "0") return Describe(CURLUE_BAD_PORT_NUMBER);
  if (host->find('%') != host->npos) return Describe(CURLUE_BAD_HOSTNAME);
  if (UrlPart(url.get(), CURLUPART_ZONEID)) {
    return Error{"must not contain an IPv6 zone (%...)"};
  }
  // In https://user:12/password@host, the host is `user`.
  if (path->find('@') != path->npos) return Describe(CURLUE_USER_NOT_ALLOWED);
  while (path->ends_with('/')) path->pop_back();
  return BaseUrl{ToLower(*scheme), ToLower(*host), *port, *std::move(path)};
}

std::string BaseUrl::Text() const { return Origin() + path; }

std::string BaseUrl::Origin() const {
  const std::string_view default_port = scheme == "https" ? "443" : "80";
  std::string origin = scheme + "://" + host;
  if (port != default_port) origin += ":" + port;
  return origin;
}

bool BaseUrl::IsLoopback() const {
  if (host == "localhost" || host == "[::1]") return true;
  in_addr address;
  return inet_pton(AF_INET, host.c_str(), &address) == 1 &&
         ntohl(address.s_addr) >> 24 == 127;
}

Result<ProxyUrl> ParseProxyUrl(const std::string& text) {
  const auto colon = text.find("://");
  const std::string scheme =
      ToLower(text.substr(0, std::min(colon, text.size())));
  if (colon == text.npos ||
      std::ranges::find(kProxySchemes, scheme) == std::end(kProxySchemes)) {
    return Error{"must begin with http://, https://, socks5:// or socks5h://"};
  }
  const bool printable = std::ranges::all_of(text, IsVisibleAscii);
  const CurlUrl url(curl_url());
  if (!printable || curl_url_set(url.get(), CURLUPART_URL, text.c_str(),
                                 CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK) {
    return Error{"is not a URL: write http://host:port"};
  }
  const auto host = UrlPart(url.get(), CURLUPART_HOST).value_or("");
  const auto port = UrlPart(url.get(), CURLUPART_PORT).value_or("");
  if (port.empty()) return Error{"names no port: write http://host:port"};
  const std::string_view rest = std::string_view(text).substr(colon + 3);
  const auto slash = rest.find_first_of("/?#");
  if (slash != rest.npos && rest.substr(slash) != "/") {
    return Error{"must end after the port: a proxy has no path or query"};
  }
  return ProxyUrl{scheme, host, port,
                  UrlPart(url.get(), CURLUPART_USER, CURLU_URLDECODE),
                  UrlPart(url.get(), CURLUPART_PASSWORD, CURLU_URLDECODE)};
}

std::string ProxyUrl::Masked(std::string_view mask) const {
  std::string text = scheme + "://";
  if (user) text += mask;
  if (password) text.append(":").append(mask);
  if (user || password) text += '@';
  return text + host + ":" + port;
}

}  // namespace pitel
