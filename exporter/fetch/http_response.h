#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "fetch/response_head.h"
#include "fetch/transport_failure.h"
#include "json/byte_source.h"

namespace pitel {

struct CurlHost;
struct CurlTransfer;
class ResponseIntake;

struct HttpRequest {
  std::string path;                 // with its query, after the base URL
  std::string bearer_token;         // checked; empty: none
  std::optional<std::string> json;  // the body of a POST; absent: a GET
  std::size_t max_body_size = 0;    // of the response, bytes, decoded
  SteadyTime deadline;              // includes reading the body
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
  const ResponseHead* head() const;

  // The next run of the decoded body of a 2xx response; any other body is
  // skipped. Ends early if the transport fails.
  std::string_view Next() override;

  // Absent for a response other than 2xx. Final once Next has returned an empty
  // run.
  const std::optional<TransportFailure>& failure() const { return failure_; }
  std::uint64_t body_size() const { return body_size_; }  // decoded, so far

  // When sending began: empty if it never did; two entries if the server had
  // closed the kept connection that was used first.
  const std::vector<Moment>& sent() const;
  // When the head had arrived.
  const Moment& head_arrived() const;
  // When the response ended; now if it has not ended.
  SteadyTime ended() const;

 private:
  friend class HttpClient;

  HttpResponse(CurlHost& host, const Clock& clock, const HttpRequest& request);

  void Start(const HttpRequest& request);
  bool LookUp();
  void SetOptions(const HttpRequest& request);
  void ReadHead();
  bool HasSuccess() const;
  void Step();
  void Wait();
  void PassOver();
  void CheckEnd();
  void Finish(int curl_code);
  void Fail(FailureReason reason, std::string detail);
  std::chrono::nanoseconds Remaining() const;

  CurlHost& host_;
  const Clock& clock_;
  SteadyTime deadline_;
  const std::size_t max_body_size_;
  const std::unique_ptr<ResponseIntake> intake_;
  std::unique_ptr<CurlTransfer> transfer_;  // null before and after
  bool over_ = false;
  std::uint64_t body_size_ = 0;
  std::optional<TransportFailure> failure_;
  Moment started_;
  SteadyTime ended_;
};

}  // namespace pitel
