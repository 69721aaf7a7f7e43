// libcurl as this folder uses it; private to the folder.
#pragma once

#include <curl/curl.h>

#include <memory>
#include <optional>
#include <string>

namespace pitel {

template <auto Free>
struct CurlDeleter {
  template <typename T>
  void operator()(T* resource) const {
    Free(resource);
  }
};

using CurlEasy = std::unique_ptr<CURL, CurlDeleter<curl_easy_cleanup>>;
using CurlMulti = std::unique_ptr<CURLM, CurlDeleter<curl_multi_cleanup>>;
using CurlList = std::unique_ptr<curl_slist, CurlDeleter<curl_slist_free_all>>;
using CurlUrl = std::unique_ptr<CURLU, CurlDeleter<curl_url_cleanup>>;

// Throws std::bad_alloc, or std::runtime_error with a text that names `option`.
[[noreturn]] void ThrowRefusal(CURLoption option, CURLcode code);

// Throws if libcurl cannot do what the product relies on.
template <typename T>
void SetOption(CURL* easy, CURLoption option, T value) {
  const CURLcode code = curl_easy_setopt(easy, option, value);
  if (code != CURLE_OK) ThrowRefusal(option, code);
}

template <typename T>
T CurlInfo(CURL* easy, CURLINFO info) {
  T value{};
  curl_easy_getinfo(easy, info, &value);
  return value;
}

void Append(CurlList& list, const std::string& line);

// A part of a URL, if it has it.
std::optional<std::string> UrlPart(CURLU* url, CURLUPart part,
                                   unsigned flags = 0);

}  // namespace pitel
