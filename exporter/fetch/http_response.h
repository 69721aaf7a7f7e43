#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "fetch/response_head.h"
#include "fetch/session_step.h"
#include "fetch/transport_failure.h"
#include "json/byte_source.h"

namespace pitel {

class CurlTransfer;
struct HttpRequest;

// The response to a request that HttpClient::Send has sent. Its body is read
// from the network and decoded as it is pulled. Does not outlive the client;
// only one exists at a time. If it is destroyed before its end, the connection
// is closed. Tested in http_client_test.cc.
class HttpResponse final : public ByteSource {
 public:
  HttpResponse(HttpResponse&& other) noexcept;
  ~HttpResponse() override;

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

  HttpResponse(std::unique_ptr<CurlTransfer> transfer, SteadyTime deadline);

  // Sends the request and waits for the head of the response.
  void Await(const HttpRequest& request);
  void DriveWhile(HttpStep step);
  void Drive();
  void CheckBody();
  void Enter(HttpStep step);
  void End();
  void Fail(TransportFailure failure);
  SteadyTime Now() const;
  std::chrono::nanoseconds Remaining() const { return deadline_ - Now(); }

  std::unique_ptr<CurlTransfer> transfer_;  // null once moved from
  SteadyTime deadline_;
  HttpStep step_ = HttpStep::kLookup;
  std::uint64_t body_size_ = 0;
  std::optional<TransportFailure> failure_;
  SteadyTime ended_;
};

}  // namespace pitel
