#include "fetch/transport_failure.h"

#include <cerrno>
#include <system_error>

#include "fetch/curl_host.h"

namespace pitel {
namespace {

enum class Stage { kConnecting, kWaiting, kReading };

// libcurl counts the end of a connection as the begin of an answer, but ends
// with CURLE_GOT_NOTHING then.
Stage StageOf(int code, CURL* easy) {
  if (code != CURLE_GOT_NOTHING &&
      CurlInfo<curl_off_t>(easy, CURLINFO_STARTTRANSFER_TIME_T) > 0) {
    return Stage::kReading;
  }
  return CurlInfo<curl_off_t>(easy, CURLINFO_PRETRANSFER_TIME_T) > 0
             ? Stage::kWaiting
             : Stage::kConnecting;
}

std::string DescribeConnect(int code, const CurlHost& host, Stage stage) {
  const std::string endpoint = host.endpoint.Text();
  const long status =
      CurlInfo<long>(host.easy.get(), CURLINFO_HTTP_CONNECTCODE);
  if (host.endpoint.is_proxy && status >= 300) {
    return endpoint + " refuses to connect: status " + std::to_string(status);
  }
  if (stage == Stage::kWaiting) {
    return endpoint + " closed the connection instead of answering";
  }
  const long error = CurlInfo<long>(host.easy.get(), CURLINFO_OS_ERRNO);
  std::string detail = "cannot connect to " + endpoint;
  if (error == ECONNREFUSED) detail = "connection refused by " + endpoint;
  if (code == CURLE_PROXY) return detail + ": it refuses to relay";
  if (error == 0 || error == ECONNREFUSED) return detail;
  return detail + ": " +
         std::generic_category().message(static_cast<int>(error));
}

std::string DescribeTimeout(const CurlHost& host, Stage stage) {
  switch (stage) {
    case Stage::kConnecting:
      return "no connection to " + host.endpoint.Text() + " in time";
    case Stage::kWaiting:
      return "no answer from " + host.endpoint.Text() + " in time";
    case Stage::kReading:
      return "the answer did not end in time";
  }
  return "";
}

// libcurl's own words for these would lead astray.
std::string DescribeOther(int code) {
  switch (code) {
    case CURLE_UNSUPPORTED_PROTOCOL:
      return "the answer is not HTTP";
    case CURLE_OUT_OF_MEMORY:
      return "out of memory, or a header of the answer is endless";
    default:
      return std::string("libcurl: ") +
             curl_easy_strerror(static_cast<CURLcode>(code));
  }
}

}  // namespace

FailureReason ReasonOfCurl(int code, bool answer_begun) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_RESOLVE_HOST:
      return FailureReason::kDns;
    case CURLE_COULDNT_CONNECT:
    case CURLE_PROXY:
      return FailureReason::kConnect;
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
      return answer_begun ? FailureReason::kTruncated : FailureReason::kConnect;
    case CURLE_OK:
    case CURLE_PARTIAL_FILE:
      return FailureReason::kTruncated;
    case CURLE_OPERATION_TIMEDOUT:
      return FailureReason::kTimeout;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CLIENTCERT:
      return FailureReason::kTls;
    case CURLE_FILESIZE_EXCEEDED:
      return FailureReason::kTooLarge;
    default:
      return FailureReason::kOther;
  }
}

TransportFailure FailureOfTransfer(int code, const CurlHost& host) {
  const Stage stage = StageOf(code, host.easy.get());
  const auto reason = ReasonOfCurl(code, stage == Stage::kReading);
  switch (reason) {
    case FailureReason::kConnect:
      return {reason, DescribeConnect(code, host, stage)};
    case FailureReason::kTimeout:
      return {reason, DescribeTimeout(host, stage)};
    case FailureReason::kTls:
      // Speaks of certificates and files; nothing of a request or an answer.
      return {reason, "TLS with " + host.endpoint.Text() + ": " + host.error};
    case FailureReason::kTruncated:
      return {reason, "the answer broke off"};
    default:
      return {reason, DescribeOther(code)};
  }
}

}  // namespace pitel
