// A response drives libcurl from the thread that reads it: Next runs the multi
// handle until its write callback has delivered data, and decodes the data in
// bounded runs. If too much is pending, ResponseIntake pauses the transfer and
// the rest stays with libcurl, so that a response of any size passes through a
// small buffer. The deadline is checked between bounded steps.
//
// Each request has its own easy handle, since libcurl counts resent requests
// over the life of a handle and gives up at the sixth. Connections
// belong to the multi handle and are kept.
#include "fetch/http_response.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "fetch/curl_host.h"
#include "fetch/response_intake.h"

namespace pitel {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

// For the lookup, and again for the connection including its handshake.
constexpr std::chrono::seconds kConnectTimeout{5};
constexpr milliseconds kPassOverTime{500};
constexpr milliseconds kLongestWait{1000};

long Milliseconds(nanoseconds duration) {
  const auto whole = std::chrono::ceil<milliseconds>(duration);
  return static_cast<long>(std::max<milliseconds::rep>(whole.count(), 1));
}

}  // namespace

HttpResponse::HttpResponse(CurlHost& host, const Clock& clock,
                           const HttpRequest& request)
    : host_(host),
      clock_(clock),
      deadline_(request.deadline),
      max_body_size_(request.max_body_size),
      intake_(std::make_unique<ResponseIntake>(host.endpoint, clock,
                                               request.max_body_size)),
      started_(clock.Now()) {}

HttpResponse::~HttpResponse() = default;

const ResponseHead* HttpResponse::head() const {
  return intake_->head().complete() ? &intake_->head() : nullptr;
}

const std::vector<Moment>& HttpResponse::sent() const {
  return intake_->sent();
}

const Moment& HttpResponse::head_arrived() const {
  return intake_->head_arrived();
}

void HttpResponse::Start(const HttpRequest& request) try {
  if (Remaining() <= nanoseconds(0)) {
    return Fail(FailureReason::kTimeout, "no time was left for the request");
  }
  host_.step = FetchStep::kLookUp;
  if (!host_.endpoint.IsAddress() && !LookUp()) return;
  host_.step = FetchStep::kRequest;
  if (host_.cancelled) return Fail(FailureReason::kOther, "cancelled");
  transfer_ = std::make_unique<CurlTransfer>(host_);
  SetOptions(request);
  started_ = clock_.Now();
  if (!transfer_->Begin()) {
    Fail(FailureReason::kOther, "could not start the transfer");
  }
} catch (const std::runtime_error& error) {
  // libcurl does not accept an option.
  Fail(FailureReason::kOther, error.what());
}

bool HttpResponse::LookUp() {
  const auto patience = std::min<nanoseconds>(Remaining(), kConnectTimeout);
  const auto addresses = host_.lookup.Get(started_.steady, patience);
  if (addresses) {
    host_.UseAddresses(*addresses);
    return true;
  }
  if (host_.cancelled) {
    Fail(FailureReason::kOther, "cancelled");
  } else {
    Fail(FailureReason::kDns, "cannot resolve " + host_.endpoint.host + ": " +
                                  addresses.error().message);
  }
  return false;
}

void HttpResponse::SetOptions(const HttpRequest& request) {
  CURL* easy = transfer_->easy.get();
  // Without the slash, the path would continue the host name.
  const std::string slash = request.path.starts_with('/') ? "" : "/";
  SetOption(easy, CURLOPT_URL, (host_.origin + slash + request.path).c_str());
  if (!request.bearer_token.empty()) {
    SetOption(easy, CURLOPT_XOAUTH2_BEARER, request.bearer_token.c_str());
  }
  if (request.json) {
    SetOption(easy, CURLOPT_COPYPOSTFIELDS, request.json->c_str());
  }
  SetOption(easy, CURLOPT_TIMEOUT_MS, Milliseconds(Remaining()));
  SetOption(easy, CURLOPT_CONNECTTIMEOUT_MS,
            Milliseconds(std::min<nanoseconds>(Remaining(), kConnectTimeout)));
  intake_->Watch(easy);
}

void HttpResponse::ReadHead() {
  while (!over_ && head() == nullptr) {
    Step();
    if (!over_ && head() == nullptr) Wait();
  }
  if (!over_ && !HasSuccess()) PassOver();
  host_.step = FetchStep::kResponse;
}

bool HttpResponse::HasSuccess() const { return intake_->head().IsSuccess(); }

std::string_view HttpResponse::Next() {
  while (HasSuccess() && !failure_) {
    const std::string_view run = intake_->decoder().Next();
    if (run.empty()) CheckEnd();
    if (failure_ || (run.empty() && over_)) break;
    body_size_ += run.size();
    if (body_size_ > max_body_size_) {
      Fail(FailureReason::kTooLarge, intake_->TooLarge());
    } else if (Remaining() <= nanoseconds(0)) {
      Fail(FailureReason::kTimeout, "the response did not end in time");
    } else if (!run.empty()) {
      return run;
    } else {
      Step();
      if (!over_ && intake_->decoder().pending() == 0) Wait();
    }
  }
  return {};
}

// Called when no more of the received data can be decoded.
void HttpResponse::CheckEnd() {
  if (auto problem = intake_->decoder().Problem(over_)) {
    Fail(FailureReason::kParse, *std::move(problem));
  }
}

SteadyTime HttpResponse::ended() const {
  return over_ ? ended_ : clock_.Now().steady;
}

// Runs libcurl without waiting.
void HttpResponse::Step() {
  if (intake_->TakePause()) {
    const CURLcode code =
        curl_easy_pause(transfer_->easy.get(), CURLPAUSE_CONT);
    if (code != CURLE_OK) return Finish(code);
  }
  int running = 0;
  const CURLMcode code = curl_multi_perform(host_.multi.get(), &running);
  if (code != CURLM_OK) {
    return Fail(FailureReason::kOther, curl_multi_strerror(code));
  }
  int queued = 0;
  const CURLMsg* message = curl_multi_info_read(host_.multi.get(), &queued);
  if (message != nullptr) return Finish(message->data.result);
  if (host_.cancelled) return Fail(FailureReason::kOther, "cancelled");
  if (Remaining() <= nanoseconds(0)) Finish(CURLE_OPERATION_TIMEDOUT);
}

void HttpResponse::Wait() {
  const auto patience = std::min<nanoseconds>(Remaining(), kLongestWait);
  curl_multi_poll(host_.multi.get(), nullptr, 0,
                  static_cast<int>(Milliseconds(patience)), nullptr);
}

void HttpResponse::PassOver() {
  deadline_ = std::min(deadline_, clock_.Now().steady + kPassOverTime);
  while (!over_) {
    Step();
    if (!over_) Wait();
  }
}

void HttpResponse::Finish(int curl_code) {
  if (const auto& refusal = intake_->refusal()) {
    return Fail(refusal->reason, refusal->detail);
  }
  // libcurl treats a connection closed between two headers as a success.
  if (curl_code == CURLE_OK && head() != nullptr) {
    ended_ = clock_.Now().steady;
    over_ = true;
    transfer_.reset();
    return;
  }
  auto failure = FailureOfTransfer(curl_code, host_, *transfer_);
  Fail(failure.reason, std::move(failure.detail));
}

void HttpResponse::Fail(FailureReason reason, std::string detail) {
  if (!over_) ended_ = clock_.Now().steady;
  over_ = true;
  transfer_.reset();
  const bool has_status = head() != nullptr && !sent().empty();
  if (!has_status) {
    // The host may have moved to other addresses.
    host_.lookup.Forget();
  } else if (!HasSuccess()) {
    return;
  }
  failure_ = TransportFailure{reason, std::move(detail)};
}

nanoseconds HttpResponse::Remaining() const {
  return deadline_ - clock_.Now().steady;
}

}  // namespace pitel
