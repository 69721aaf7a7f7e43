#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "fetch/answer_head.h"
#include "fetch/api_options.h"
#include "fetch/transport_failure.h"
#include "json/byte_source.h"

namespace pitel {

struct CurlHost;

struct HttpRequest {
  std::string path;                 // with its query, behind the base URL
  std::string bearer_token;         // checked; empty: none
  std::optional<std::string> json;  // the body of a POST; absent: a GET
  std::size_t max_body_size = 0;    // of the answer, bytes, decoded
  SteadyTime deadline;              // for all of it, reading the body included
};

// The answer to one request, whose body comes off the wire as it is pulled.
// Does not outlive the client, and there is one at a time. Destroyed before its
// end, it takes the connection with it.
class HttpResponse final : public ByteSource {
 public:
  HttpResponse(const HttpResponse&) = delete;
  HttpResponse& operator=(const HttpResponse&) = delete;

  // Absent if no answer came, or not to the end of its head.
  const AnswerHead* head() const { return head_.complete() ? &head_ : nullptr; }

  // The decoded body of a 2xx answer; that of another is passed over. Ends
  // early where the transport fails.
  std::string_view Next() override;

  // Of a 2xx answer, or of none. The last word once Next has come to the end.
  const std::optional<TransportFailure>& failure() const { return failure_; }
  std::uint64_t body_size() const { return body_size_; }  // decoded, so far

  // When sending began; absent if it never came to that.
  const std::optional<Moment>& sent() const { return sent_; }
  // When the head had arrived.
  const Moment& answered() const { return answered_; }
  // From sending to the end, or to now.
  std::chrono::nanoseconds duration() const;

 private:
  friend class HttpClient;
  HttpResponse(CurlHost& host, const Clock& clock, const HttpRequest& request);

  // libcurl's callbacks; `response` is an HttpResponse.
  static std::size_t OnHeader(char* data, std::size_t, std::size_t size,
                              void* response);
  static std::size_t OnBody(char* data, std::size_t, std::size_t size,
                            void* response);
  bool TakeHeader(std::string_view line);
  bool TakeBody(std::string_view data);

  void Start(const HttpRequest& request);
  bool LookUp();
  void SetOptions(const HttpRequest& request);
  void Step();
  void Wait();
  void PassOver();
  bool Refuse(FailureReason reason, std::string detail);
  void Finish(int curl_code);
  void Fail(FailureReason reason, std::string detail);
  std::chrono::nanoseconds Remaining() const;

  struct Detach {
    void operator()(CurlHost* host) const;
  };

  CurlHost& host_;
  const Clock& clock_;
  SteadyTime deadline_;
  const std::size_t max_body_size_;
  std::unique_ptr<CurlHost, Detach> attached_;  // while the transfer lasts
  bool paused_ = false;
  bool finished_ = false;

  AnswerHead head_;
  std::uint64_t body_size_ = 0;
  std::string incoming_;                     // arrived, not yet pulled
  std::string pulled_;                       // what Next returned
  std::optional<TransportFailure> refusal_;  // why a callback ended it
  std::optional<TransportFailure> failure_;

  Moment started_;
  std::optional<Moment> sent_;
  Moment answered_;
  SteadyTime ended_;
};

// Speaks HTTP/1.1 with one host and keeps the connection between requests.
// Follows no redirect, obeys no environment variable, logs nothing. Belongs to
// one thread, but for Cancel. The process ignores SIGPIPE.
class HttpClient {
 public:
  // `clock` outlives the client. Throws if the options cannot be put to use,
  // as validated ones can.
  HttpClient(const ApiOptions& options, const Clock& clock);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // Sends the request and reads the head of the answer.
  HttpResponse Send(const HttpRequest& request);

  // Ends the request under way, and each later one. Any thread.
  void Cancel();

 private:
  const std::unique_ptr<CurlHost> host_;
  const Clock& clock_;
};

}  // namespace pitel
