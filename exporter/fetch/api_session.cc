// With an API key, a poll goes through up to four requests:
//   [token] monitor [token monitor]
// The first token request is made if there is no token, or if the one at hand
// is due to be replaced; then its failure is only noted, as the one at hand is
// tried next. A 401 ends that token: once per poll a fresh one is asked for and
// the monitor again, unless asking has just failed. What a fresh token does not
// mend fails the poll. A given bearer token is tried again only if its file has
// got another.
#include "fetch/api_session.h"

#include <utility>

#include "fetch/http_client.h"
#include "fetch/http_status.h"
#include "fetch/secret.h"
#include "fetch/token.h"

namespace pitel {
namespace {

constexpr std::size_t kTokenAnswerBytes = 64 * 1024;

FailureReason ReasonOf(JsonError::Kind kind) {
  switch (kind) {
    case JsonError::Kind::kParse:
      return FailureReason::kParse;
    case JsonError::Kind::kSchema:
      return FailureReason::kSchema;
    case JsonError::Kind::kTooLarge:
      return FailureReason::kTooLarge;
  }
  return FailureReason::kOther;
}

bool IsUnauthorized(const std::optional<Failure>& failure) {
  return failure && failure->reason == FailureReason::kUnauthorized;
}

bool IsForbidden(const std::optional<Failure>& failure) {
  return failure && failure->reason == FailureReason::kForbidden;
}

double SkewOf(const HttpResponse& response, std::chrono::sys_seconds date) {
  const WallTime sent = response.sent()->wall;
  const WallTime middle = sent + (response.answered().wall - sent) / 2;
  return static_cast<double>(date.time_since_epoch().count()) -
         UnixSeconds(middle);
}

}  // namespace

class ApiSession::Connection {
 public:
  Connection(std::string name, ApiOptions options, const Clock& clock, Log& log)
      : name_(std::move(name)),
        options_(std::move(options)),
        clock_(clock),
        log_(log),
        client_(options_, clock),
        secret_(name_, options_.credential, log) {}

  PollReport Poll(SteadyTime deadline, const BodyReader& read);
  bool CredentialChanged() { return secret_.Changed(); }
  void Cancel() { client_.Cancel(); }

 private:
  // One poll under way.
  struct Turn {
    SteadyTime deadline;
    const BodyReader& read;
    PollReport report;
  };
  using Outcome = std::optional<Failure>;

  Outcome PollWithApiKey(Turn& turn, const std::string& key);
  Outcome PollWithBearerToken(Turn& turn, const std::string& token);
  Outcome RenewToken(Turn& turn, const std::string& key);
  Outcome FetchToken(Turn& turn, const std::string& key, SteadyTime deadline);
  Outcome FetchMonitor(Turn& turn, const std::string& token);

  // Sends one request and has the body of a 2xx answer read.
  Outcome Exchange(Turn& turn, Operation operation, const HttpRequest& request,
                   const BodyReader& read);
  Outcome Judge(Operation operation, HttpResponse& response,
                const BodyReader& read);
  void Note(Turn& turn, Operation operation, const HttpResponse& response);

  const std::string name_;
  const ApiOptions options_;
  const Clock& clock_;
  Log& log_;
  HttpClient client_;
  Secret secret_;
  std::optional<Token> token_;
  RenewalTimes renewal_;
  std::string tried_key_;  // with which renewal_ was last told the outcome
};

PollReport ApiSession::Connection::Poll(SteadyTime deadline,
                                        const BodyReader& read) {
  Turn turn{deadline, read, {}};
  turn.report.sent = clock_.Now();
  const bool has_key = options_.credential.kind == CredentialKind::kApiKey;
  if (const auto secret = secret_.Get(); !secret) {
    turn.report.failure =
        Failure{has_key ? Operation::kToken : Operation::kMonitor,
                FailureReason::kOther,
                secret.error().message,
                {}};
  } else {
    turn.report.failure = has_key ? PollWithApiKey(turn, *secret)
                                  : PollWithBearerToken(turn, *secret);
  }
  if (token_) turn.report.token_expiry = token_->expiry;
  // A failed poll has one reason.
  if (turn.report.failure) turn.report.renewal_failure.reset();
  return std::move(turn.report);
}

ApiSession::Connection::Outcome ApiSession::Connection::PollWithApiKey(
    Turn& turn, const std::string& key) {
  if (auto failure = RenewToken(turn, key)) return failure;
  auto failure = FetchMonitor(turn, token_->text);
  // A token tells what its account may do as of when it was given out.
  if (IsForbidden(failure)) token_.reset();
  if (!IsUnauthorized(failure)) return failure;
  token_.reset();
  if (turn.report.renewal_failure) return turn.report.renewal_failure;
  if (auto token_failure = FetchToken(turn, key, turn.deadline)) {
    return token_failure;
  }
  failure = FetchMonitor(turn, token_->text);
  if (IsUnauthorized(failure) || IsForbidden(failure)) token_.reset();
  return failure;
}

ApiSession::Connection::Outcome ApiSession::Connection::PollWithBearerToken(
    Turn& turn, const std::string& token) {
  auto failure = FetchMonitor(turn, token);
  if (!IsUnauthorized(failure)) return failure;
  const auto again = secret_.Get();
  if (!again || *again == token) return failure;
  return FetchMonitor(turn, *again);
}

// Leaves a token that may serve, or says why there is none.
ApiSession::Connection::Outcome ApiSession::Connection::RenewToken(
    Turn& turn, const std::string& key) {
  if (!token_) return FetchToken(turn, key, turn.deadline);
  const SteadyTime now = clock_.Now().steady;
  if (key != tried_key_) renewal_.AtOnce();
  if (!renewal_.Due(now)) return std::nullopt;
  // The token at hand still serves: half of the time is for using it.
  const SteadyTime half = now + (turn.deadline - now) / 2;
  turn.report.renewal_failure = FetchToken(turn, key, half);
  return std::nullopt;
}

ApiSession::Connection::Outcome ApiSession::Connection::FetchToken(
    Turn& turn, const std::string& key, SteadyTime deadline) {
  HttpRequest request;
  request.path = options_.token_path;
  request.json = TokenRequest(key);
  request.max_body_size = kTokenAnswerBytes;
  request.deadline = deadline;
  std::optional<Token> token;
  const BodyReader read = [&](ByteSource& body) -> std::optional<JsonError> {
    auto answer = ReadToken(body, clock_.Now().wall);
    if (!answer) return answer.error();
    token = *std::move(answer);
    return std::nullopt;
  };
  auto failure = Exchange(turn, Operation::kToken, request, read);
  const SteadyTime now = clock_.Now().steady;
  tried_key_ = key;
  if (failure) {
    renewal_.Failed(now, failure->retry_after);
    return failure;
  }
  renewal_.Renewed(now, token->lifetime);
  token_ = std::move(token);
  log_.Debug("token renewed", {{"target", name_},
                               {"lifetime_seconds", token_->lifetime.count()}});
  return std::nullopt;
}

ApiSession::Connection::Outcome ApiSession::Connection::FetchMonitor(
    Turn& turn, const std::string& token) {
  HttpRequest request;
  request.path = options_.monitor_path;
  request.bearer_token = token;
  request.max_body_size = options_.max_response_size;
  request.deadline = turn.deadline;
  return Exchange(turn, Operation::kMonitor, request, turn.read);
}

ApiSession::Connection::Outcome ApiSession::Connection::Exchange(
    Turn& turn, Operation operation, const HttpRequest& request,
    const BodyReader& read) {
  HttpResponse response = client_.Send(request);
  auto failure = Judge(operation, response, read);
  Note(turn, operation, response);
  return failure;
}

ApiSession::Connection::Outcome ApiSession::Connection::Judge(
    Operation operation, HttpResponse& response, const BodyReader& read) {
  std::optional<JsonError> error;
  if (const AnswerHead* head = response.head()) {
    auto failure =
        FailureOfStatus(operation, head->status(), options_.credential.kind);
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
  if (error) {
    return Failure{operation, ReasonOf(error->kind), error->message, {}};
  }
  return std::nullopt;
}

void ApiSession::Connection::Note(Turn& turn, Operation operation,
                                  const HttpResponse& response) {
  PollReport& report = turn.report;
  if (!response.sent()) return;
  report.requests.push_back({operation, response.duration()});
  if (const auto* head = response.head(); head != nullptr && head->date()) {
    report.clock_skew = SkewOf(response, *head->date());
  }
  if (operation != Operation::kMonitor) return;
  report.sent = *response.sent();
  report.response_bytes = response.body_size();
}

ApiSession::ApiSession(std::string name, ApiOptions options, const Clock& clock,
                       Log& log)
    : connection_(std::make_unique<Connection>(
          std::move(name), std::move(options), clock, log)) {}

ApiSession::~ApiSession() = default;

PollReport ApiSession::Poll(SteadyTime deadline, const BodyReader& read) {
  return connection_->Poll(deadline, read);
}

bool ApiSession::CredentialChanged() {
  return connection_->CredentialChanged();
}

void ApiSession::Cancel() { connection_->Cancel(); }

}  // namespace pitel
