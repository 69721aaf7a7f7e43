// A response drives libcurl from the thread that reads it: Next runs the multi
// handle until its write callback has delivered something. What arrives beyond
// kPendingBytes in one step (a gzip bomb) is left with libcurl by pausing, so
// that an answer of any size passes through a small buffer.
#include "fetch/http_client.h"

#include <algorithm>
#include <new>
#include <utility>

#include "fetch/curl_host.h"

namespace pitel {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

// For the look-up, and again for the connection with its handshake.
constexpr std::chrono::seconds kConnectTimeout{5};
constexpr std::size_t kPendingBytes = 1 << 20;
// What of an error's body is read, so that the connection can be kept.
constexpr std::size_t kPassedOverBytes = 64 * 1024;
constexpr milliseconds kPassOverTime{500};
constexpr milliseconds kLongestWait{1000};

long Milliseconds(nanoseconds duration) {
  const auto whole = std::chrono::ceil<milliseconds>(duration);
  return static_cast<long>(std::max<milliseconds::rep>(whole.count(), 1));
}

}  // namespace

HttpClient::HttpClient(const ApiOptions& options, const Clock& clock)
    : host_(std::make_unique<CurlHost>(options)), clock_(clock) {}

HttpClient::~HttpClient() = default;

HttpResponse HttpClient::Send(const HttpRequest& request) {
  return HttpResponse(*host_, clock_, request);
}

void HttpClient::Cancel() {
  host_->cancelled = true;
  host_->lookup.Cancel();
  curl_multi_wakeup(host_->multi.get());
}

HttpResponse::HttpResponse(CurlHost& host, const Clock& clock,
                           const HttpRequest& request)
    : host_(host),
      clock_(clock),
      deadline_(request.deadline),
      max_body_size_(request.max_body_size),
      started_(clock.Now()) {
  Start(request);
  while (!finished_ && !head_.complete()) {
    Step();
    if (!finished_ && !head_.complete()) Wait();
  }
  if (!finished_ && !head_.IsSuccess()) PassOver();
}

void HttpResponse::Start(const HttpRequest& request) {
  if (Remaining() <= nanoseconds(0)) {
    return Fail(FailureReason::kTimeout, "no time was left for the request");
  }
  if (!host_.endpoint.IsAddress() && !LookUp()) return;
  if (host_.cancelled) return Fail(FailureReason::kOther, "given up");
  SetOptions(request);
  started_ = clock_.Now();
  if (curl_multi_add_handle(host_.multi.get(), host_.easy.get()) != CURLM_OK) {
    return Fail(FailureReason::kOther, "libcurl takes no request");
  }
  attached_.reset(&host_);
}

bool HttpResponse::LookUp() {
  const auto patience = std::min<nanoseconds>(Remaining(), kConnectTimeout);
  const auto addresses = host_.lookup.Get(started_.steady, patience);
  if (addresses) {
    host_.UseAddresses(*addresses);
    return true;
  }
  if (host_.cancelled) {
    Fail(FailureReason::kOther, "given up");
  } else {
    Fail(FailureReason::kDns, "cannot resolve " + host_.endpoint.host + ": " +
                                  addresses.error().message);
  }
  return false;
}

void HttpResponse::SetOptions(const HttpRequest& request) {
  CURL* easy = host_.easy.get();
  host_.error[0] = '\0';
  // Without the slash it would continue the name of the host.
  const std::string slash = request.path.starts_with('/') ? "" : "/";
  SetOption(easy, CURLOPT_URL, (host_.origin + slash + request.path).c_str());
  SetOption(
      easy, CURLOPT_XOAUTH2_BEARER,
      request.bearer_token.empty() ? nullptr : request.bearer_token.c_str());
  if (request.json) {
    SetOption(easy, CURLOPT_POST, 1L);
    SetOption(easy, CURLOPT_COPYPOSTFIELDS, request.json->c_str());
  } else {
    SetOption(easy, CURLOPT_HTTPGET, 1L);
  }
  SetOption(easy, CURLOPT_TIMEOUT_MS, Milliseconds(Remaining()));
  SetOption(easy, CURLOPT_CONNECTTIMEOUT_MS,
            Milliseconds(std::min<nanoseconds>(Remaining(), kConnectTimeout)));
  SetOption(easy, CURLOPT_HEADERFUNCTION, &HttpResponse::OnHeader);
  SetOption(easy, CURLOPT_HEADERDATA, static_cast<void*>(this));
  SetOption(easy, CURLOPT_WRITEFUNCTION, &HttpResponse::OnBody);
  SetOption(easy, CURLOPT_WRITEDATA, static_cast<void*>(this));
}

std::string_view HttpResponse::Next() {
  pulled_.clear();
  while (!finished_ && incoming_.empty()) {
    Step();
    if (!finished_ && incoming_.empty()) Wait();
  }
  pulled_.swap(incoming_);
  return pulled_;
}

nanoseconds HttpResponse::duration() const {
  if (!sent_) return nanoseconds(0);
  return (finished_ ? ended_ : clock_.Now().steady) - sent_->steady;
}

// Lets libcurl do what can be done without waiting.
void HttpResponse::Step() {
  CURL* easy = host_.easy.get();
  if (std::exchange(paused_, false)) {
    const CURLcode code = curl_easy_pause(easy, CURLPAUSE_CONT);
    if (code != CURLE_OK) return Finish(code);
  }
  int running = 0;
  curl_multi_perform(host_.multi.get(), &running);
  const auto until_sent =
      CurlInfo<curl_off_t>(easy, CURLINFO_PRETRANSFER_TIME_T);
  if (!sent_ && until_sent > 0) {
    const std::chrono::microseconds delay(until_sent);
    sent_ = Moment{started_.steady + delay, started_.wall + delay};
  }
  int queued = 0;
  const CURLMsg* message = curl_multi_info_read(host_.multi.get(), &queued);
  if (message != nullptr) return Finish(message->data.result);
  if (host_.cancelled) return Fail(FailureReason::kOther, "given up");
  if (Remaining() <= nanoseconds(0)) Finish(CURLE_OPERATION_TIMEDOUT);
}

void HttpResponse::Wait() {
  const auto patience = std::min<nanoseconds>(Remaining(), kLongestWait);
  curl_multi_poll(host_.multi.get(), nullptr, 0,
                  static_cast<int>(Milliseconds(patience)), nullptr);
}

void HttpResponse::PassOver() {
  deadline_ = std::min(deadline_, clock_.Now().steady + kPassOverTime);
  while (!finished_) {
    Step();
    if (!finished_) Wait();
  }
}

// An exception must not pass through libcurl, which is C.
std::size_t HttpResponse::OnHeader(char* data, std::size_t, std::size_t size,
                                   void* response) try {
  const std::string_view line(data, size);
  return static_cast<HttpResponse*>(response)->TakeHeader(line) ? size : 0;
} catch (const std::bad_alloc&) {
  return 0;
}

std::size_t HttpResponse::OnBody(char* data, std::size_t, std::size_t size,
                                 void* response) try {
  auto& self = *static_cast<HttpResponse*>(response);
  if (self.incoming_.size() >= kPendingBytes) {
    self.paused_ = true;
    return CURL_WRITEFUNC_PAUSE;
  }
  return self.TakeBody({data, size}) ? size : CURL_WRITEFUNC_ERROR;
} catch (const std::bad_alloc&) {
  return CURL_WRITEFUNC_ERROR;
}

bool HttpResponse::TakeHeader(std::string_view line) {
  const bool was_complete = head_.complete();
  if (!head_.Take(line)) {
    return Refuse(FailureReason::kOther,
                  "the answer has over 64 KiB of headers");
  }
  if (was_complete || !head_.complete()) return true;
  answered_ = clock_.Now();
  if (!head_.IsSuccess()) return true;
  if (!head_.IsEncodedAsAsked()) {
    return Refuse(FailureReason::kOther,
                  "the answer is encoded in a way that was not asked for");
  }
  if (!head_.HasOneLength()) {
    return Refuse(FailureReason::kOther,
                  "the answer states two different lengths");
  }
  const auto announced = CurlInfo<curl_off_t>(
      host_.easy.get(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T);
  if (std::cmp_greater(announced, max_body_size_)) {
    return Refuse(FailureReason::kTooLarge, "");
  }
  return true;
}

bool HttpResponse::TakeBody(std::string_view data) {
  body_size_ += data.size();
  if (!head_.IsSuccess()) return body_size_ <= kPassedOverBytes;
  if (body_size_ > max_body_size_) return Refuse(FailureReason::kTooLarge, "");
  incoming_ += data;
  return true;
}

bool HttpResponse::Refuse(FailureReason reason, std::string detail) {
  if (reason == FailureReason::kTooLarge) {
    detail = "the answer is larger than " + std::to_string(max_body_size_) +
             " bytes, decoded";
  }
  refusal_ = TransportFailure{reason, std::move(detail)};
  return false;
}

void HttpResponse::Finish(int curl_code) {
  // libcurl takes a connection closed between two headers for a good end.
  if (curl_code == CURLE_OK && head_.complete()) {
    ended_ = clock_.Now().steady;
    finished_ = true;
    attached_.reset();
    return;
  }
  if (refusal_) return Fail(refusal_->reason, std::move(refusal_->detail));
  auto failure = FailureOfTransfer(curl_code, host_);
  Fail(failure.reason, std::move(failure.detail));
}

void HttpResponse::Fail(FailureReason reason, std::string detail) {
  ended_ = clock_.Now().steady;
  finished_ = true;
  attached_.reset();
  if (!head_.complete()) {
    // Perhaps it is to be found elsewhere now.
    host_.lookup.Forget();
  } else if (!head_.IsSuccess()) {
    return;
  }
  failure_ = TransportFailure{reason, std::move(detail)};
}

nanoseconds HttpResponse::Remaining() const {
  return deadline_ - clock_.Now().steady;
}

void HttpResponse::Detach::operator()(CurlHost* host) const {
  curl_multi_remove_handle(host->multi.get(), host->easy.get());
}

}  // namespace pitel
