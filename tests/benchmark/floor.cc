// The least that a poll can cost: libcurl fetches the response, and RapidJSON
// reads it with numbers as text and without doing anything with what it reads.
// Fetches once for each line on its input, and answers each with the number of
// bytes. See README.md.
#include <curl/curl.h>
#include <rapidjson/reader.h>

#include <cstdio>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>

namespace {

// Without NUL bytes in between, as the response of the simulated platform.
void Read(const std::string& text) {
  struct Handler
      : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Handler> {} handler;
  rapidjson::StringStream stream(text.c_str());
  rapidjson::Reader reader;
  if (!reader.Parse<rapidjson::kParseNumbersAsStringsFlag>(stream, handler)) {
    throw std::runtime_error("the response is not JSON");
  }
}

std::size_t Append(const char* data, std::size_t, std::size_t size,
                   void* text) {
  static_cast<std::string*>(text)->append(data, size);
  return size;
}

void Run(const char* url, const char* token) {
  const std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(),
                                                    curl_easy_cleanup);
  std::string text;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url);
  curl_easy_setopt(curl.get(), CURLOPT_HTTPAUTH, CURLAUTH_BEARER);
  curl_easy_setopt(curl.get(), CURLOPT_XOAUTH2_BEARER, token);
  curl_easy_setopt(curl.get(), CURLOPT_FAILONERROR, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_BUFFERSIZE, 256L << 10);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &Append);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &text);
  for (std::string line; std::getline(std::cin, line);) {
    text.clear();  // keeps its memory
    const CURLcode code = curl_easy_perform(curl.get());
    if (code != CURLE_OK) throw std::runtime_error(curl_easy_strerror(code));
    Read(text);
    std::cout << text.size() << std::endl;
  }
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 3) throw std::runtime_error("usage: pitel_floor URL TOKEN");
  Run(argv[1], argv[2]);
  return 0;
} catch (const std::exception& exception) {
  std::fprintf(stderr, "pitel_floor: %s\n", exception.what());
  return 1;
}
