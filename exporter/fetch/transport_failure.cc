#include "fetch/transport_failure.h"

#include <sys/resource.h>

#include <cerrno>
#include <system_error>

#include "base/text.h"
#include "fetch/curl_transfer.h"

namespace pitel {
namespace {

enum class Stage { kConnecting, kWaiting, kReading };

// libcurl counts the end of a connection as the start of a response, but then
// ends with CURLE_GOT_NOTHING.
Stage StageOf(int code, CURL* easy) {
  if (code != CURLE_GOT_NOTHING &&
      CurlInfo<curl_off_t>(easy, CURLINFO_STARTTRANSFER_TIME_T) > 0) {
    return Stage::kReading;
  }
  return CurlInfo<curl_off_t>(easy, CURLINFO_PRETRANSFER_TIME_T) > 0
             ? Stage::kWaiting
             : Stage::kConnecting;
}

bool IsOutOfDescriptors(int error) {
  return error == EMFILE || error == ENFILE;
}

std::string DescribeNoDescriptor() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  return "out of file descriptors (the limit is " +
         std::to_string(limit.rlim_cur) +
         "): raise it with LimitNOFILE or ulimit -n";
}

std::string DescribeConnect(int code, const CurlTransfer& transfer,
                            Stage stage) {
  const std::string peer = transfer.host().next_hop.Text();
  if (stage == Stage::kWaiting) {
    return peer + " closed the connection instead of responding";
  }
  const long error = CurlInfo<long>(transfer.easy(), CURLINFO_OS_ERRNO);
  std::string detail = "cannot connect to " + peer;
  if (error == ECONNREFUSED) detail = "connection refused by " + peer;
  if (code == CURLE_PROXY) return detail + ": it refuses to relay";
  if (error == 0 || error == ECONNREFUSED) return detail;
  return detail + ": " +
         std::generic_category().message(static_cast<int>(error));
}

std::string DescribeTimeout(const std::string& peer, Stage stage) {
  if (stage == Stage::kReading) return "the response did not end in time";
  const bool is_connecting = stage == Stage::kConnecting;
  return (is_connecting ? "no connection to " : "no response from ") + peer +
         " in time";
}

// libcurl's own words for these would mislead.
std::string DescribeOther(int code) {
  switch (code) {
    case CURLE_UNSUPPORTED_PROTOCOL:
      return "the response is not HTTP";
    case CURLE_OUT_OF_MEMORY:
      return "out of memory, or a response header is too long";
    default:
      return std::string("libcurl: ") +
             curl_easy_strerror(static_cast<CURLcode>(code));
  }
}

}  // namespace

FailureReason ReasonOfCurl(int code, bool response_begun) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_RESOLVE_HOST:
      return FailureReason::kDns;
    case CURLE_COULDNT_CONNECT:
    case CURLE_PROXY:
    case CURLE_ABORTED_BY_CALLBACK:  // the resent request failed too
      return FailureReason::kConnect;
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
      return response_begun ? FailureReason::kTruncated
                            : FailureReason::kConnect;
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
    default:
      return FailureReason::kOther;
  }
}

TransportFailure FailureOfTransfer(int code, const CurlTransfer& transfer) {
  if (code == CURLE_COULDNT_CONNECT &&
      IsOutOfDescriptors(transfer.socket_error())) {
    return {FailureReason::kOther, DescribeNoDescriptor()};
  }
  const Stage stage = StageOf(code, transfer.easy());
  const auto reason = ReasonOfCurl(code, stage == Stage::kReading);
  const std::string peer = transfer.host().next_hop.Text();
  const std::string alert = transfer.host().alert.InWords();
  const bool broke_off =
      reason == FailureReason::kConnect || reason == FailureReason::kTruncated;
  if (broke_off && !alert.empty()) {
    return {FailureReason::kTls,
            "TLS with " + peer + ": server alert: " + alert};
  }
  switch (reason) {
    case FailureReason::kConnect:
      return {reason, DescribeConnect(code, transfer, stage)};
    case FailureReason::kTimeout:
      return {reason, DescribeTimeout(peer, stage)};
    case FailureReason::kTls:
      // It mentions certificates and files, nothing of a request or response.
      return {reason,
              "TLS with " + peer + ": " + PrintableText(transfer.error())};
    case FailureReason::kTruncated:
      return {reason, "response truncated"};
    default:
      return {reason, DescribeOther(code)};
  }
}

}  // namespace pitel
