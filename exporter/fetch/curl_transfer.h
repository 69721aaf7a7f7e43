// One request and its response on libcurl; private to the folder. Tested in
// http_client_test.cc.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "fetch/body_decoder.h"
#include "fetch/curl.h"
#include "fetch/curl_host.h"
#include "fetch/http_client.h"
#include "fetch/response_head.h"
#include "fetch/transport_failure.h"

namespace pitel {

// Notes when the request is sent, checks the head of the response, and collects
// the body for the decoder. Belongs to the client's thread.
class CurlTransfer {
 public:
  // `host` outlives this. Sends nothing yet.
  CurlTransfer(CurlHost& host, std::size_t max_body_size);
  // Closes the connection if the response has not ended.
  ~CurlTransfer();
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  // Throws std::runtime_error that says what libcurl does not accept.
  void Begin(const HttpRequest& request, std::chrono::nanoseconds remaining);
  // Drives libcurl without waiting. True when the transfer is over.
  bool Drive();
  // Waits until there is something to do, or for `patience`.
  void Wait(std::chrono::nanoseconds patience);

  CurlHost& host() const { return host_; }
  CURL* easy() const { return easy_.get(); }
  // libcurl's own words, and the errno if no socket could be opened.
  const char* error() const { return error_; }
  int socket_error() const { return socket_error_; }

  const ResponseHead& head() const { return head_; }
  BodyDecoder& decoder() { return decoder_; }
  const std::vector<Moment>& sent() const { return sent_; }
  const Moment& head_arrived() const { return head_arrived_; }
  std::size_t max_body_size() const { return max_body_size_; }

  // Why the transfer is over, unless the response is complete.
  const std::optional<TransportFailure>& failure() const { return failure_; }
  // Failures that the response detects.
  TransportFailure Timeout() const;
  TransportFailure TooLarge() const;

 private:
  // libcurl's callbacks; `transfer` is a CurlTransfer.
  static curl_socket_t OnSocket(void* transfer, curlsocktype,
                                curl_sockaddr* address);
  static int OnSend(void* transfer, char*, char*, int, int);
  static std::size_t OnHeader(char* data, std::size_t, std::size_t size,
                              void* transfer);
  static std::size_t OnBody(char* data, std::size_t, std::size_t size,
                            void* transfer);
  void SetCallbacks();
  bool TakeHeader(std::string_view line);
  bool TakeHead();
  bool TakeBody(std::string_view data);
  bool Refuse(TransportFailure failure);
  void RefuseForMemory() noexcept;
  bool End(CURLcode code);

  CurlHost& host_;
  const std::size_t max_body_size_;
  char error_[CURL_ERROR_SIZE] = "";
  int socket_error_ = 0;
  std::vector<Moment> sent_;
  ResponseHead head_;
  Moment head_arrived_;
  BodyDecoder decoder_;
  std::size_t skipped_ = 0;  // bytes of an error's body
  bool is_paused_ = false;
  std::optional<TransportFailure> failure_;
  const CurlEasy easy_;  // refers to the members above
};

}  // namespace pitel
