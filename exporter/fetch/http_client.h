#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "fetch/api_options.h"
#include "fetch/body_decoder.h"
#include "fetch/poll_step.h"
#include "fetch/response_head.h"
#include "fetch/transport_failure.h"
#include "json/byte_source.h"

namespace pitel {

struct CurlHost;
struct CurlTransfer;

struct HttpRequest {
  std::string path;                 // with its query, behind the base URL
  std::string bearer_token;         // checked; empty: none
  std::optional<std::string> json;  // the body of a POST; absent: a GET
  std::size_t max_body_size = 0;    // of the response, bytes, decoded
  SteadyTime deadline;              // for all of it, reading the body included
};

// The response to one request. Its body is read from the network and decoded as
// it is pulled. Does not outlive the client; only one exists at a time. If it
// is destroyed before its end, the connection is closed.
class HttpResponse final : public ByteSource {
 public:
  ~HttpResponse() override;
  HttpResponse(const HttpResponse&) = delete;
  HttpResponse& operator=(const HttpResponse&) = delete;

  // Null unless the complete head of a response has arrived.
  const ResponseHead* head() const {
    return head_.complete() ? &head_ : nullptr;
  }

  // The next run of the decoded body of a 2xx response; any other body is
  // skipped. Ends early if the transport fails.
  std::string_view Next() override;

  // Absent for a response other than 2xx. Final once Next has returned an empty
  // run.
  const std::optional<TransportFailure>& failure() const { return failure_; }
  std::uint64_t body_size() const { return body_size_; }  // decoded, so far

  // When sending began: empty if it never did; two entries if the server had
  // closed the kept connection that was used first.
  const std::vector<Moment>& sent() const { return sent_; }
  // When the head had arrived.
  const Moment& head_arrived() const { return head_arrived_; }
  // When the response ended; now if it has not ended.
  SteadyTime ended() const;

 private:
  friend class HttpClient;
  enum class State { kTransferring, kPaused, kOver };

  HttpResponse(CurlHost& host, const Clock& clock, const HttpRequest& request);

  // libcurl's callbacks; `response` is an HttpResponse.
  static int OnSend(void* response, char*, char*, int, int);
  static std::size_t OnHeader(char* data, std::size_t, std::size_t size,
                              void* response);
  static std::size_t OnBody(char* data, std::size_t, std::size_t size,
                            void* response);
  bool TakeHeader(std::string_view line);
  bool TakeHead();
  bool TakeBody(std::string_view data);

  void Start(const HttpRequest& request);
  bool LookUp();
  void SetOptions(const HttpRequest& request);
  void ReadHead();
  void Step();
  void Wait();
  void PassOver();
  void CheckEnd();
  bool Refuse(FailureReason reason, std::string detail);
  void RefuseForMemory() noexcept;
  void Finish(int curl_code);
  void Fail(FailureReason reason, std::string detail);
  std::string TooLarge() const;
  std::chrono::nanoseconds Remaining() const;

  CurlHost& host_;
  const Clock& clock_;
  SteadyTime deadline_;
  const std::size_t max_body_size_;
  std::unique_ptr<CurlTransfer> transfer_;  // null before and after
  State state_ = State::kTransferring;

  ResponseHead head_;
  BodyDecoder decoder_;
  std::uint64_t body_size_ = 0;
  std::uint64_t passed_over_ = 0;            // bytes of an error's body
  std::optional<TransportFailure> refusal_;  // set by a callback to end it
  std::optional<TransportFailure> failure_;

  Moment started_;
  std::vector<Moment> sent_;
  Moment head_arrived_;
  SteadyTime ended_;
};

// Speaks HTTP/1.1 with one host and keeps the connection between requests.
// Follows no redirect, obeys no environment variable, logs nothing. Belongs to
// one thread, except for Cancel and step. The process ignores SIGPIPE.
class HttpClient {
 public:
  // `clock` outlives the client. Throws if the options cannot be put to use,
  // as validated ones can.
  HttpClient(const ApiOptions& options, const Clock& clock);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // Sends the request and reads the head of the response. If the request was on
  // a kept connection and the server closed it before the first byte of the
  // response, the request is sent once more.
  std::unique_ptr<HttpResponse> Send(const HttpRequest& request);

  // Ends the current request, and each later one. Any thread.
  void Cancel();

  // What the current request is doing. Any thread.
  FetchStep step() const;

 private:
  const std::unique_ptr<CurlHost> host_;
  const Clock& clock_;
};

}  // namespace pitel
