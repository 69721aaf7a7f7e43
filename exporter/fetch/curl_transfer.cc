// Each request has its own easy handle, since libcurl counts resent requests
// over the life of a handle and gives up at the sixth. Connections belong to
// the multi handle of the host and are kept.
#include "fetch/curl_transfer.h"

#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>

namespace pitel {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

constexpr std::size_t kPendingBytes = 1 << 20;
// How much of an error's body is read, so that the connection can be kept.
constexpr std::size_t kSkippedBytes = 64 * 1024;
constexpr std::size_t kMostSent = 2;
constexpr milliseconds kLongestWait{1000};
// One eighth of the descriptors is reserved for clients of the exporter, but no
// more than a few scrapers need.
constexpr rlim_t kReservedShare = 8;
constexpr rlim_t kMostReserved = 64;

long Milliseconds(nanoseconds duration) {
  const auto whole = std::chrono::ceil<milliseconds>(duration);
  return static_cast<long>(std::max<milliseconds::rep>(whole.count(), 1));
}

// Whether `descriptor` is one of the last, which are reserved so that clients
// can still connect and see why polls fail. The kernel assigns the lowest free
// number.
bool IsReserved(int descriptor) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return false;
  const rlim_t reserved =
      std::min(limit.rlim_cur / kReservedShare, kMostReserved);
  return static_cast<rlim_t>(descriptor) >= limit.rlim_cur - reserved;
}

}  // namespace

CurlTransfer::CurlTransfer(CurlHost& host, std::size_t max_body_size)
    : host_(host), max_body_size_(max_body_size), easy_(host.NewEasy()) {
  sent_.reserve(kMostSent);
  SetCallbacks();
}

CurlTransfer::~CurlTransfer() {
  // Does nothing if the transfer has not begun.
  curl_multi_remove_handle(host_.multi.get(), easy());
}

void CurlTransfer::SetCallbacks() {
  const auto self = static_cast<void*>(this);
  SetOption(easy(), CURLOPT_ERRORBUFFER, error_);
  SetOption(easy(), CURLOPT_OPENSOCKETFUNCTION, &CurlTransfer::OnSocket);
  SetOption(easy(), CURLOPT_OPENSOCKETDATA, self);
  SetOption(easy(), CURLOPT_PREREQFUNCTION, &CurlTransfer::OnSend);
  SetOption(easy(), CURLOPT_PREREQDATA, self);
  SetOption(easy(), CURLOPT_HEADERFUNCTION, &CurlTransfer::OnHeader);
  SetOption(easy(), CURLOPT_HEADERDATA, self);
  SetOption(easy(), CURLOPT_WRITEFUNCTION, &CurlTransfer::OnBody);
  SetOption(easy(), CURLOPT_WRITEDATA, self);
  // Applies until a response has arrived. Otherwise libcurl would keep a
  // connection on which sending failed, and never read the TLS alert that
  // explains the failure.
  SetOption(easy(), CURLOPT_FORBID_REUSE, 1L);
}

void CurlTransfer::Begin(const HttpRequest& request, nanoseconds remaining) {
  // Without the slash, the path would continue the host name.
  const std::string slash = request.path.starts_with('/') ? "" : "/";
  SetOption(easy(), CURLOPT_URL, (host_.origin + slash + request.path).c_str());
  if (!request.bearer_token.empty()) {
    SetOption(easy(), CURLOPT_XOAUTH2_BEARER, request.bearer_token.c_str());
  }
  if (request.json) {
    SetOption(easy(), CURLOPT_COPYPOSTFIELDS, request.json->c_str());
  }
  if (host_.resolve) {
    SetOption(easy(), CURLOPT_RESOLVE, host_.resolve.get());
  }
  SetOption(easy(), CURLOPT_TIMEOUT_MS, Milliseconds(remaining));
  SetOption(easy(), CURLOPT_CONNECTTIMEOUT_MS,
            Milliseconds(std::min<nanoseconds>(remaining, kConnectTimeout)));
  if (curl_multi_add_handle(host_.multi.get(), easy()) != CURLM_OK) {
    throw std::runtime_error("could not start the transfer");
  }
}

bool CurlTransfer::Drive() {
  if (std::exchange(is_paused_, false)) {
    const CURLcode code = curl_easy_pause(easy(), CURLPAUSE_CONT);
    if (code != CURLE_OK) return End(code);
  }
  int running = 0;
  const CURLMcode code = curl_multi_perform(host_.multi.get(), &running);
  if (code != CURLM_OK) {
    Refuse({FailureReason::kOther, curl_multi_strerror(code)});
    return true;
  }
  int queued = 0;
  const CURLMsg* message = curl_multi_info_read(host_.multi.get(), &queued);
  return message != nullptr && End(message->data.result);
}

// libcurl treats a connection closed between two headers as a success.
bool CurlTransfer::End(CURLcode code) {
  const bool is_complete = code == CURLE_OK && head_.complete();
  if (!failure_ && !is_complete) failure_ = FailureOfTransfer(code, *this);
  return true;
}

void CurlTransfer::Wait(nanoseconds patience) {
  patience = std::min<nanoseconds>(patience, kLongestWait);
  curl_multi_poll(host_.multi.get(), nullptr, 0,
                  static_cast<int>(Milliseconds(patience)), nullptr);
}

TransportFailure CurlTransfer::Timeout() const {
  return FailureOfTransfer(CURLE_OPERATION_TIMEDOUT, *this);
}

TransportFailure CurlTransfer::TooLarge() const {
  return {FailureReason::kTooLarge, "the response is larger than " +
                                        std::to_string(max_body_size_) +
                                        " bytes, decoded"};
}

// Opens a socket like libcurl's default, but keeps the errno of a failure and
// leaves the last descriptors to clients.
curl_socket_t CurlTransfer::OnSocket(void* transfer, curlsocktype,
                                     curl_sockaddr* address) {
  int& error = static_cast<CurlTransfer*>(transfer)->socket_error_;
  const curl_socket_t socket = ::socket(
      address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  if (socket < 0) {
    error = errno;
  } else if (IsReserved(socket)) {
    ::close(socket);
    error = EMFILE;
    return CURL_SOCKET_BAD;
  }
  return socket;
}

int CurlTransfer::OnSend(void* transfer, char*, char*, int, int) {
  auto& self = *static_cast<CurlTransfer*>(transfer);
  if (self.sent_.size() == kMostSent) return CURL_PREREQFUNC_ABORT;
  self.sent_.push_back(self.host_.clock.Now());  // reserved: does not throw
  return CURL_PREREQFUNC_OK;
}

// An exception must not pass through libcurl, which is C.
std::size_t CurlTransfer::OnHeader(char* data, std::size_t, std::size_t size,
                                   void* transfer) try {
  const std::string_view line(data, size);
  return static_cast<CurlTransfer*>(transfer)->TakeHeader(line) ? size : 0;
} catch (const std::bad_alloc&) {
  static_cast<CurlTransfer*>(transfer)->RefuseForMemory();
  return 0;
}

std::size_t CurlTransfer::OnBody(char* data, std::size_t, std::size_t size,
                                 void* transfer) try {
  auto& self = *static_cast<CurlTransfer*>(transfer);
  if (self.decoder_.pending() >= kPendingBytes) {
    self.is_paused_ = true;
    return CURL_WRITEFUNC_PAUSE;
  }
  return self.TakeBody({data, size}) ? size : CURL_WRITEFUNC_ERROR;
} catch (const std::bad_alloc&) {
  static_cast<CurlTransfer*>(transfer)->RefuseForMemory();
  return CURL_WRITEFUNC_ERROR;
}

bool CurlTransfer::TakeHeader(std::string_view line) {
  const bool was_complete = head_.complete();
  if (!head_.Take(line)) {
    return Refuse(
        {FailureReason::kOther, "the response has over 64 KiB of headers"});
  }
  return was_complete || !head_.complete() || TakeHead();
}

bool CurlTransfer::TakeHead() {
  if (sent_.empty()) {
    // A proxy has responded to CONNECT. The body of a refusal is not read,
    // because libcurl would read all of it at once, however long it is.
    const int status = head_.status();
    head_.StartAgain();
    if (status < 300) return true;
    return Refuse({FailureReason::kConnect, host_.next_hop.Text() +
                                                " refuses to connect: status " +
                                                std::to_string(status)});
  }
  curl_easy_setopt(easy(), CURLOPT_FORBID_REUSE, 0L);  // does not throw
  head_arrived_ = host_.clock.Now();
  if (!head_.IsSuccess()) {
    // The status is enough; a body that libcurl would decode is not read, nor
    // is another protocol.
    return !head_.HasStrangeTransferEncoding() &&
           head_.status() != kSwitchingProtocols;
  }
  if (auto problem = head_.Problem(); !problem.empty()) {
    return Refuse({FailureReason::kOther, std::move(problem)});
  }
  if (head_.length().value_or(0) > max_body_size_) return Refuse(TooLarge());
  if (head_.is_gzip()) decoder_.ExpectGzip();
  return true;
}

bool CurlTransfer::TakeBody(std::string_view data) {
  if (head_.IsSuccess()) {
    decoder_.Append(data);
    return true;
  }
  skipped_ += data.size();
  return skipped_ <= kSkippedBytes;
}

bool CurlTransfer::Refuse(TransportFailure failure) {
  failure_ = std::move(failure);
  return false;
}

// The text is so short that it needs no allocation.
void CurlTransfer::RefuseForMemory() noexcept {
  failure_ = TransportFailure{FailureReason::kOther, "out of memory"};
}

}  // namespace pitel
