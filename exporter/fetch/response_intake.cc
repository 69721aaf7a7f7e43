#include "fetch/response_intake.h"

#include <new>
#include <utility>

namespace pitel {
namespace {

constexpr std::size_t kPendingBytes = 1 << 20;
// How much of an error's body is read, so that the connection can be kept.
constexpr std::size_t kPassedOverBytes = 64 * 1024;
constexpr std::size_t kMostSent = 2;

}  // namespace

ResponseIntake::ResponseIntake(const Endpoint& endpoint, const Clock& clock,
                               std::size_t max_body_size)
    : endpoint_(endpoint), clock_(clock), max_body_size_(max_body_size) {
  sent_.reserve(kMostSent);
}

void ResponseIntake::Watch(CURL* easy) {
  easy_ = easy;
  // Applies until a response has arrived. Otherwise libcurl would keep a
  // connection on which sending failed, and never read the TLS alert that
  // explains the failure.
  SetOption(easy, CURLOPT_FORBID_REUSE, 1L);
  SetOption(easy, CURLOPT_PREREQFUNCTION, &ResponseIntake::OnSend);
  SetOption(easy, CURLOPT_PREREQDATA, static_cast<void*>(this));
  SetOption(easy, CURLOPT_HEADERFUNCTION, &ResponseIntake::OnHeader);
  SetOption(easy, CURLOPT_HEADERDATA, static_cast<void*>(this));
  SetOption(easy, CURLOPT_WRITEFUNCTION, &ResponseIntake::OnBody);
  SetOption(easy, CURLOPT_WRITEDATA, static_cast<void*>(this));
}

bool ResponseIntake::TakePause() { return std::exchange(paused_, false); }

int ResponseIntake::OnSend(void* intake, char*, char*, int, int) {
  auto& self = *static_cast<ResponseIntake*>(intake);
  if (self.sent_.size() == kMostSent) return CURL_PREREQFUNC_ABORT;
  self.sent_.push_back(self.clock_.Now());  // reserved: does not throw
  return CURL_PREREQFUNC_OK;
}

// An exception must not pass through libcurl, which is C.
std::size_t ResponseIntake::OnHeader(char* data, std::size_t, std::size_t size,
                                     void* intake) try {
  const std::string_view line(data, size);
  return static_cast<ResponseIntake*>(intake)->TakeHeader(line) ? size : 0;
} catch (const std::bad_alloc&) {
  static_cast<ResponseIntake*>(intake)->RefuseForMemory();
  return 0;
}

std::size_t ResponseIntake::OnBody(char* data, std::size_t, std::size_t size,
                                   void* intake) try {
  auto& self = *static_cast<ResponseIntake*>(intake);
  if (self.decoder_.pending() >= kPendingBytes) {
    self.paused_ = true;
    return CURL_WRITEFUNC_PAUSE;
  }
  return self.TakeBody({data, size}) ? size : CURL_WRITEFUNC_ERROR;
} catch (const std::bad_alloc&) {
  static_cast<ResponseIntake*>(intake)->RefuseForMemory();
  return CURL_WRITEFUNC_ERROR;
}

bool ResponseIntake::TakeHeader(std::string_view line) {
  const bool was_complete = head_.complete();
  if (!head_.Take(line)) {
    return Refuse(FailureReason::kOther,
                  "the response has over 64 KiB of headers");
  }
  return was_complete || !head_.complete() || TakeHead();
}

bool ResponseIntake::TakeHead() {
  if (sent_.empty()) {
    // A proxy has responded to CONNECT. The body of a refusal is not read,
    // because libcurl would read all of it at once, however long it is.
    const int status = head_.status();
    head_.StartAgain();
    if (status < 300) return true;
    return Refuse(FailureReason::kConnect, endpoint_.Text() +
                                               " refuses to connect: status " +
                                               std::to_string(status));
  }
  curl_easy_setopt(easy_, CURLOPT_FORBID_REUSE, 0L);  // does not throw
  head_arrived_ = clock_.Now();
  if (!head_.IsSuccess()) {
    // The status is enough; a body that libcurl would decode is not read, nor
    // is another protocol.
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

bool ResponseIntake::TakeBody(std::string_view data) {
  if (head_.IsSuccess()) {
    decoder_.Append(data);
    return true;
  }
  passed_over_ += data.size();
  return passed_over_ <= kPassedOverBytes;
}

bool ResponseIntake::Refuse(FailureReason reason, std::string detail) {
  refusal_ = TransportFailure{reason, std::move(detail)};
  return false;
}

// The text is so short that it needs no allocation.
void ResponseIntake::RefuseForMemory() noexcept {
  refusal_ = TransportFailure{FailureReason::kOther, "out of memory"};
}

std::string ResponseIntake::TooLarge() const {
  return "the response is larger than " + std::to_string(max_body_size_) +
         " bytes, decoded";
}

}  // namespace pitel
