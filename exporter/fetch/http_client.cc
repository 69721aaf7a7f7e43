// A response drives libcurl from the thread that reads it: Next runs the multi
// handle until its write callback has delivered data, and decodes the data in
// bounded runs. If more than kPendingBytes are pending, the transfer is paused
// and the rest stays with libcurl, so that a response of any size passes
// through a small buffer. The deadline is checked between bounded steps.
//
// Each request has its own easy handle, since libcurl counts the requests that
// it resends over the life of a handle and gives up at the sixth. Connections
// belong to the multi handle and are kept.
#include "fetch/http_client.h"

#include <algorithm>
#include <new>
#include <stdexcept>
#include <utility>

#include "fetch/curl_host.h"

namespace pitel {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

// For the look-up, and again for the connection including its handshake.
constexpr std::chrono::seconds kConnectTimeout{5};
constexpr std::size_t kPendingBytes = 1 << 20;
// How much of an error's body is read, so that the connection can be kept.
constexpr std::size_t kPassedOverBytes = 64 * 1024;
constexpr milliseconds kPassOverTime{500};
constexpr milliseconds kLongestWait{1000};
constexpr std::size_t kMostSent = 2;

long Milliseconds(nanoseconds duration) {
  const auto whole = std::chrono::ceil<milliseconds>(duration);
  return static_cast<long>(std::max<milliseconds::rep>(whole.count(), 1));
}

}  // namespace

HttpClient::HttpClient(const ApiOptions& options, const Clock& clock)
    : host_(std::make_unique<CurlHost>(options)), clock_(clock) {}

HttpClient::~HttpClient() = default;

std::unique_ptr<HttpResponse> HttpClient::Send(const HttpRequest& request) {
  std::unique_ptr<HttpResponse> response(
      new HttpResponse(*host_, clock_, request));
  response->Start(request);
  response->ReadHead();
  return response;
}

void HttpClient::Cancel() {
  host_->cancelled = true;
  host_->lookup.Cancel();
  curl_multi_wakeup(host_->multi.get());
}

FetchStep HttpClient::step() const { return host_->step; }

HttpResponse::HttpResponse(CurlHost& host, const Clock& clock,
                           const HttpRequest& request)
    : host_(host),
      clock_(clock),
      deadline_(request.deadline),
      max_body_size_(request.max_body_size),
      started_(clock.Now()) {
  sent_.reserve(kMostSent);
}

HttpResponse::~HttpResponse() = default;

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
  // An option of libcurl.
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
  SetOption(easy, CURLOPT_PREREQFUNCTION, &HttpResponse::OnSend);
  SetOption(easy, CURLOPT_PREREQDATA, static_cast<void*>(this));
  SetOption(easy, CURLOPT_HEADERFUNCTION, &HttpResponse::OnHeader);
  SetOption(easy, CURLOPT_HEADERDATA, static_cast<void*>(this));
  SetOption(easy, CURLOPT_WRITEFUNCTION, &HttpResponse::OnBody);
  SetOption(easy, CURLOPT_WRITEDATA, static_cast<void*>(this));
}

void HttpResponse::ReadHead() {
  while (state_ != State::kOver && !head_.complete()) {
    Step();
    if (state_ != State::kOver && !head_.complete()) Wait();
  }
  if (state_ != State::kOver && !head_.IsSuccess()) PassOver();
  host_.step = FetchStep::kResponse;
}

std::string_view HttpResponse::Next() {
  while (head_.IsSuccess() && !failure_) {
    const std::string_view run = decoder_.Next();
    if (run.empty()) CheckEnd();
    if (failure_ || (run.empty() && state_ == State::kOver)) break;
    body_size_ += run.size();
    if (body_size_ > max_body_size_) {
      Fail(FailureReason::kTooLarge, TooLarge());
    } else if (Remaining() <= nanoseconds(0)) {
      Fail(FailureReason::kTimeout, "the response did not end in time");
    } else if (!run.empty()) {
      return run;
    } else {
      Step();
      if (state_ != State::kOver && decoder_.pending() == 0) Wait();
    }
  }
  return {};
}

// Called when nothing more can be decoded from what has arrived.
void HttpResponse::CheckEnd() {
  if (auto problem = decoder_.Problem(state_ == State::kOver)) {
    Fail(FailureReason::kParse, *std::move(problem));
  }
}

SteadyTime HttpResponse::ended() const {
  return state_ == State::kOver ? ended_ : clock_.Now().steady;
}

// Lets libcurl do what can be done without waiting.
void HttpResponse::Step() {
  if (state_ == State::kPaused) {
    state_ = State::kTransferring;
    const CURLcode code =
        curl_easy_pause(transfer_->easy.get(), CURLPAUSE_CONT);
    if (code != CURLE_OK) return Finish(code);
  }
  int running = 0;
  curl_multi_perform(host_.multi.get(), &running);
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
  while (state_ != State::kOver) {
    Step();
    if (state_ != State::kOver) Wait();
  }
}

int HttpResponse::OnSend(void* response, char*, char*, int, int) {
  auto& self = *static_cast<HttpResponse*>(response);
  if (self.sent_.size() == kMostSent) return CURL_PREREQFUNC_ABORT;
  self.sent_.push_back(self.clock_.Now());  // reserved: does not throw
  return CURL_PREREQFUNC_OK;
}

// An exception must not pass through libcurl, which is C.
std::size_t HttpResponse::OnHeader(char* data, std::size_t, std::size_t size,
                                   void* response) try {
  const std::string_view line(data, size);
  return static_cast<HttpResponse*>(response)->TakeHeader(line) ? size : 0;
} catch (const std::bad_alloc&) {
  static_cast<HttpResponse*>(response)->RefuseForMemory();
  return 0;
}

std::size_t HttpResponse::OnBody(char* data, std::size_t, std::size_t size,
                                 void* response) try {
  auto& self = *static_cast<HttpResponse*>(response);
  if (self.decoder_.pending() >= kPendingBytes) {
    self.state_ = State::kPaused;
    return CURL_WRITEFUNC_PAUSE;
  }
  return self.TakeBody({data, size}) ? size : CURL_WRITEFUNC_ERROR;
} catch (const std::bad_alloc&) {
  static_cast<HttpResponse*>(response)->RefuseForMemory();
  return CURL_WRITEFUNC_ERROR;
}

bool HttpResponse::TakeHeader(std::string_view line) {
  const bool was_complete = head_.complete();
  if (!head_.Take(line)) {
    return Refuse(FailureReason::kOther,
                  "the response has over 64 KiB of headers");
  }
  return was_complete || !head_.complete() || TakeHead();
}

bool HttpResponse::TakeHead() {
  if (sent_.empty()) {
    // A proxy has responded to CONNECT. The body of a refusal is not read,
    // because libcurl would read all of it at once, however long it is.
    const int status = head_.status();
    head_.StartAgain();
    if (status < 300) return true;
    return Refuse(FailureReason::kConnect, host_.endpoint.Text() +
                                               " refuses to connect: status " +
                                               std::to_string(status));
  }
  head_arrived_ = clock_.Now();
  if (!head_.IsSuccess()) {
    // The status is enough; a body that libcurl would decode is not read, and
    // neither is another protocol.
    return !head_.HasStrangeTransferEncoding() &&
           head_.status() != kSwitchingProtocols;
  }
  if (auto problem = head_.Problem(); !problem.empty()) {
    return Refuse(FailureReason::kOther, std::move(problem));
  }
  if (head_.length().value_or(0) > max_body_size_) {
    return Refuse(FailureReason::kTooLarge, TooLarge());
  }
  if (head_.is_gzip()) decoder_.ExpectGzip();
  return true;
}

bool HttpResponse::TakeBody(std::string_view data) {
  if (head_.IsSuccess()) {
    decoder_.Append(data);
    return true;
  }
  passed_over_ += data.size();
  return passed_over_ <= kPassedOverBytes;
}

bool HttpResponse::Refuse(FailureReason reason, std::string detail) {
  refusal_ = TransportFailure{reason, std::move(detail)};
  return false;
}

// The text is so short that it needs no allocation.
void HttpResponse::RefuseForMemory() noexcept {
  refusal_ = TransportFailure{FailureReason::kOther, "out of memory"};
}

std::string HttpResponse::TooLarge() const {
  return "the response is larger than " + std::to_string(max_body_size_) +
         " bytes, decoded";
}

void HttpResponse::Finish(int curl_code) {
  if (refusal_) return Fail(refusal_->reason, std::move(refusal_->detail));
  // libcurl treats a connection closed between two headers as a success.
  if (curl_code == CURLE_OK && head_.complete()) {
    ended_ = clock_.Now().steady;
    state_ = State::kOver;
    transfer_.reset();
    return;
  }
  auto failure = FailureOfTransfer(curl_code, host_, *transfer_);
  Fail(failure.reason, std::move(failure.detail));
}

void HttpResponse::Fail(FailureReason reason, std::string detail) {
  if (state_ != State::kOver) ended_ = clock_.Now().steady;
  state_ = State::kOver;
  transfer_.reset();
  const bool has_status = head_.complete() && !sent_.empty();
  if (!has_status) {
    // The host may have moved to other addresses.
    host_.lookup.Forget();
  } else if (!head_.IsSuccess()) {
    return;
  }
  failure_ = TransportFailure{reason, std::move(detail)};
}

nanoseconds HttpResponse::Remaining() const {
  return deadline_ - clock_.Now().steady;
}

}  // namespace pitel
