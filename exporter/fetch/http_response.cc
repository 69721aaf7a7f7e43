// A response drives libcurl from the thread that reads it: Next drives the
// transfer until data has arrived, and decodes the data in bounded runs, each
// of them within the deadline. If too much is pending, the transfer pauses and
// the rest stays with libcurl, so that a response of any size passes through a
// small buffer.
//
//   kLookup -> kRequest -> kResponse -> kEnded
//
// Any step may lead to kEnded at once, with a failure. The body of a response
// other than 2xx is read and dropped for a moment, so that the connection can
// be kept.
#include "fetch/http_response.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "fetch/curl_host.h"
#include "fetch/curl_transfer.h"

namespace pitel {
namespace {

using std::chrono::nanoseconds;

constexpr std::chrono::milliseconds kSkipTime{500};

}  // namespace

HttpResponse::HttpResponse(std::unique_ptr<CurlTransfer> transfer,
                           SteadyTime deadline)
    : transfer_(std::move(transfer)), deadline_(deadline) {
  Enter(HttpStep::kLookup);
}

HttpResponse::HttpResponse(HttpResponse&& other) noexcept = default;
HttpResponse::~HttpResponse() = default;

const ResponseHead* HttpResponse::head() const {
  const ResponseHead& head = transfer_->head();
  return head.complete() ? &head : nullptr;
}

const std::vector<Moment>& HttpResponse::sent() const {
  return transfer_->sent();
}

const Moment& HttpResponse::head_arrived() const {
  return transfer_->head_arrived();
}

SteadyTime HttpResponse::ended() const {
  return step_ == HttpStep::kEnded ? ended_ : Now();
}

void HttpResponse::Await(const HttpRequest& request) try {
  if (Remaining() <= nanoseconds(0)) {
    return Fail({FailureReason::kTimeout, "no time was left for the request"});
  }
  CurlHost& host = transfer_->host();
  auto failure = host.FindAddresses(Remaining());
  if (host.cancelled) return Fail({FailureReason::kOther, "cancelled"});
  if (failure) return Fail(*std::move(failure));
  Enter(HttpStep::kRequest);
  transfer_->Begin(request, Remaining());
  DriveWhile(HttpStep::kRequest);
  if (!transfer_->head().IsSuccess()) {
    deadline_ = std::min(deadline_, Now() + kSkipTime);
    DriveWhile(HttpStep::kResponse);
  }
} catch (const std::runtime_error& error) {
  // libcurl does not accept an option.
  Fail({FailureReason::kOther, error.what()});
}

std::string_view HttpResponse::Next() {
  while (transfer_->head().IsSuccess() && !failure_) {
    const std::string_view run = transfer_->decoder().Next();
    body_size_ += run.size();
    if (run.empty()) {
      CheckBody();
      if (step_ == HttpStep::kEnded) break;
    }
    if (body_size_ > transfer_->max_body_size()) {
      Fail(transfer_->TooLarge());
    } else if (Remaining() <= nanoseconds(0)) {
      Fail({FailureReason::kTimeout, "the response did not end in time"});
    } else if (!run.empty()) {
      return run;
    } else {
      Drive();
      if (step_ == HttpStep::kResponse && transfer_->decoder().pending() == 0) {
        transfer_->Wait(Remaining());
      }
    }
  }
  return {};
}

// Called when no more of the received data can be decoded.
void HttpResponse::CheckBody() {
  auto problem = transfer_->decoder().Problem(step_ == HttpStep::kEnded);
  if (problem) Fail({FailureReason::kParse, *std::move(problem)});
}

void HttpResponse::DriveWhile(HttpStep step) {
  while (step_ == step) {
    Drive();
    if (step_ == step) transfer_->Wait(Remaining());
  }
}

// Drives the transfer without waiting.
void HttpResponse::Drive() {
  const bool is_over = transfer_->Drive();
  if (step_ == HttpStep::kRequest && head() != nullptr) {
    Enter(HttpStep::kResponse);
  }
  if (is_over && transfer_->failure()) return Fail(*transfer_->failure());
  if (is_over) return End();
  if (transfer_->host().cancelled) {
    return Fail({FailureReason::kOther, "cancelled"});
  }
  if (Remaining() <= nanoseconds(0)) Fail(transfer_->Timeout());
}

void HttpResponse::Enter(HttpStep step) {
  step_ = step;
  transfer_->host().step = step;
}

void HttpResponse::End() {
  if (step_ == HttpStep::kEnded) return;
  ended_ = Now();
  Enter(HttpStep::kEnded);
}

void HttpResponse::Fail(TransportFailure failure) {
  End();
  if (head() == nullptr) {
    // The host may have moved to other addresses.
    transfer_->host().DistrustAddresses();
  } else if (!head()->IsSuccess()) {
    return;  // the status is the failure
  }
  failure_ = std::move(failure);
}

SteadyTime HttpResponse::Now() const {
  return transfer_->host().clock.Now().steady;
}

}  // namespace pitel
