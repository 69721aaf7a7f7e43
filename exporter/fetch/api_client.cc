#include "fetch/api_client.h"

#include <new>
#include <string>
#include <utility>
#include <vector>

#include "fetch/http_status.h"

namespace pitel {
namespace {

FailureReason ReasonOf(JsonError::Kind kind) {
  if (kind == JsonError::Kind::kSchema) return FailureReason::kSchema;
  if (kind == JsonError::Kind::kTooLarge) return FailureReason::kTooLarge;
  return FailureReason::kParse;
}

double SkewOf(const HttpResponse& response, std::chrono::sys_seconds date) {
  const WallTime sent = response.sent().back().wall;
  const WallTime middle = sent + (response.head_arrived().wall - sent) / 2;
  return static_cast<double>(date.time_since_epoch().count()) -
         UnixSeconds(middle);
}

void Note(Operation operation, const HttpResponse& response,
          FetchReport& report) {
  const std::vector<Moment>& sent = response.sent();
  if (sent.empty()) return;
  for (std::size_t i = 0; i < sent.size(); ++i) {
    const SteadyTime ended =
        i + 1 < sent.size() ? sent[i + 1].steady : response.ended();
    report.requests.push_back({operation, ended - sent[i].steady});
  }
  if (const auto* head = response.head(); head != nullptr && head->date()) {
    report.clock_skew = SkewOf(response, *head->date());
  }
  report.sent = sent.back();
  report.response_bytes = response.body_size();
}

}  // namespace

// The client of one request.
class ApiClient::Lease {
 public:
  Lease(ApiClient& owner, Operation operation)
      : owner_(owner), client_(owner.clients_->Take()) {
    const std::lock_guard lock(owner_.mutex_);
    owner_.operation_ = operation;
    owner_.http_ = client_.get();
    if (owner_.cancelled_) client_->Cancel();
  }
  // A client that was cancelled is of no use to others.
  ~Lease() {
    bool cancelled = false;
    {
      const std::lock_guard lock(owner_.mutex_);
      owner_.http_ = nullptr;
      cancelled = owner_.cancelled_;
    }
    if (!cancelled) owner_.clients_->Return(std::move(client_), responded);
  }
  HttpClient& client() { return *client_; }

  bool responded = false;

 private:
  ApiClient& owner_;
  std::unique_ptr<HttpClient> client_;
};

ApiClient::ApiClient(const ApiOptions& options,
                     std::shared_ptr<HostClients> clients, const Clock& clock)
    : credential_kind_(options.credential.kind),
      clients_(std::move(clients)),
      clock_(clock) {}

void ApiClient::Cancel() {
  const std::lock_guard lock(mutex_);
  cancelled_ = true;
  if (http_ != nullptr) http_->Cancel();
}

SessionStep ApiClient::step() const {
  const std::lock_guard lock(mutex_);
  return {operation_,
          InWords(http_ != nullptr ? http_->step() : HttpStep::kLookup)};
}

std::optional<Failure> ApiClient::Send(Operation operation,
                                       const HttpRequest& request,
                                       const BodyReader& read,
                                       FetchReport& report) {
  Lease lease(*this, operation);
  HttpResponse response = lease.client().Send(request);
  lease.responded = response.head() != nullptr;
  auto failure = Judge(operation, response, read);
  Note(operation, response, report);
  return failure;
}

std::optional<Failure> ApiClient::Judge(Operation operation,
                                        HttpResponse& response,
                                        const BodyReader& read) const try {
  std::optional<JsonError> error;
  if (const ResponseHead* head = response.head()) {
    auto failure = FailureOfStatus(operation, head->status(), credential_kind_);
    if (failure) {
      if (head->status() == 429 || head->status() == 503) {
        failure->retry_after = head->RetryAfter(clock_.Now().wall);
      }
      return failure;
    }
    error = read(response);
    // What a reader has refused need not arrive.
    while (!error && !response.Next().empty()) continue;
  }
  if (const auto& failure = response.failure()) {
    return Failure{operation, failure->reason, failure->detail, {}};
  }
  if (!error) return std::nullopt;
  std::string detail = error->message;
  if (const int status = response.head()->status(); status != 200) {
    detail += " (status " + std::to_string(status) + ")";
  }
  return Failure{operation, ReasonOf(error->kind), std::move(detail), {}};
} catch (const std::bad_alloc&) {
  // The request was sent, and is noted.
  return Failure{operation, FailureReason::kOther, "out of memory", {}};
}

}  // namespace pitel
