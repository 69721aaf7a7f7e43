#include "fetch/proxy_url.h"

#include <algorithm>

#include "base/text.h"
#include "fetch/curl.h"

namespace pitel {
namespace {

constexpr std::string_view kSchemes[] = {"http", "https", "socks5", "socks5h"};

}  // namespace

std::optional<Error> CheckProxyUrl(const std::string& text) {
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
  if (UrlPart(url.get(), CURLUPART_PORT).value_or("").empty()) {
    return Error{"names no port: write http://host:port"};
  }
  const std::string_view rest = std::string_view(text).substr(colon + 3);
  const auto slash = rest.find_first_of("/?#");
  if (slash != rest.npos && rest.substr(slash) != "/") {
    return Error{"must end after the port: a proxy has no path or query"};
  }
  return std::nullopt;
}

std::string MaskProxyUrl(const std::string& text, std::string_view mask) {
  const auto at = text.rfind('@');
  const auto colon = text.find("://");
  if (at == text.npos || colon == text.npos) return text;
  const auto begin = colon + 3;
  std::string masked = text.substr(0, begin);
  masked += mask;
  if (text.substr(begin, at - begin).find(':') != text.npos) {
    masked += ':';
    masked += mask;
  }
  return masked + text.substr(at);
}

}  // namespace pitel
