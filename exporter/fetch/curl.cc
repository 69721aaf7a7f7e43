#include "fetch/curl.h"

#include <new>
#include <stdexcept>

namespace pitel {

void ThrowRefusal(CURLoption option, CURLcode code) {
  if (code == CURLE_OUT_OF_MEMORY) throw std::bad_alloc();
  const curl_easyoption* const known = curl_easy_option_by_id(option);
  const std::string name = known != nullptr
                               ? "CURLOPT_" + std::string(known->name)
                               : "option " + std::to_string(option);
  throw std::runtime_error("libcurl does not accept " + name + ": " +
                           curl_easy_strerror(code));
}

void Append(CurlList& list, const std::string& line) {
  curl_slist* longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  static_cast<void>(list.release());
  list.reset(longer);
}

std::optional<std::string> UrlPart(CURLU* url, CURLUPart part, unsigned flags) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK) return std::nullopt;
  const std::unique_ptr<char, CurlDeleter<curl_free>> owner(text);
  return std::string(text);
}

}  // namespace pitel
