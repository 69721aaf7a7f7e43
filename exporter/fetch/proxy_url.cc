#include "fetch/proxy_url.h"

#include <algorithm>

#include "base/text.h"
#include "fetch/curl.h"

namespace pitel {
namespace {

constexpr std::string_view kSchemes[] = {"http", "https", "socks5", "socks5h"};

}  // namespace

Result<ProxyUrl> ParseProxyUrl(const std::string& text) {
  const auto colon = text.find("://");
  const std::string scheme =
      ToLower(text.substr(0, std::min(colon, text.size())));
  if (colon == text.npos || std::find(std::begin(kSchemes), std::end(kSchemes),
                                      scheme) == std::end(kSchemes)) {
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
