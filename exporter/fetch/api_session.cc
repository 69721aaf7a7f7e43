// With an API key, a poll goes through one of these series of requests:
//   [token] monitor
//   [token] monitor token monitor
// A poll requests a token if there is none or if the current one is due for
// renewal. A failed renewal is only noted, since the current token is tried
// next. After a 401, the token is discarded, a new one is requested and the
// monitor request is repeated once, unless the renewal has failed in this poll.
// After other failures that may stand for a 401, the next poll exchanges the
// token once. A configured bearer token is tried again only if its file
// contains a new one.
#include "fetch/api_session.h"

#include <new>
#include <utility>
#include <vector>

#include "fetch/http_status.h"

namespace pitel {
namespace {

constexpr std::size_t kTokenResponseBytes = 64 * 1024;
// Four requests, each of which may be sent twice.
constexpr std::size_t kMostRequests = 8;

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
  const WallTime sent = response.sent().back().wall;
  const WallTime middle = sent + (response.head_arrived().wall - sent) / 2;
  return static_cast<double>(date.time_since_epoch().count()) -
         UnixSeconds(middle);
}

}  // namespace

ApiSession::ApiSession(std::string name, ApiOptions options, const Clock& clock,
                       Log& log)
    : name_(std::move(name)),
      options_(std::move(options)),
      has_key_(options_.credential.kind == CredentialKind::kApiKey),
      clock_(clock),
      log_(log),
      client_(options_, clock),
      secret_(name_, options_.credential, log) {}

PollStep ApiSession::step() const {
  const auto step =
      reading_credential_ ? FetchStep::kCredential : client_.step();
  return {operation_, InWords(step)};
}

PollReport ApiSession::Poll(SteadyTime deadline, const BodyReader& read) {
  Turn turn{deadline, read, {}};
  turn.report.sent = clock_.Now();
  turn.report.requests.reserve(kMostRequests);
  operation_ = has_key_ ? Operation::kToken : Operation::kMonitor;
  if (const auto secret = ReadCredential(); !secret) {
    turn.report.failure =
        Failure{operation_, FailureReason::kOther, secret.error().message, {}};
  } else {
    turn.report.failure = has_key_ ? PollWithApiKey(turn, *secret)
                                   : PollWithBearerToken(turn, *secret);
  }
  // Not every host responds with 401 when a token has expired.
  if (doubt_.Polled(turn.report.failure, clock_.Now().steady)) renewal_.Once();
  if (token_) turn.report.token_expiry = token_->expiry;
  // A failed poll has one reason.
  if (turn.report.failure) turn.report.renewal_failure.reset();
  return std::move(turn.report);
}

// Noted for step(): the file may be on a file system that hangs.
Result<std::string> ApiSession::ReadCredential() {
  reading_credential_ = true;
  auto secret = secret_.Get();
  reading_credential_ = false;
  return secret;
}

bool ApiSession::CredentialChanged() {
  reading_credential_ = true;
  const bool changed = secret_.Changed();
  reading_credential_ = false;
  return changed;
}

ApiSession::Outcome ApiSession::PollWithApiKey(Turn& turn,
                                               const std::string& key) {
  if (auto failure = RenewToken(turn, key)) return failure;
  auto failure = FetchMonitor(turn, token_->text);
  if (IsUnauthorized(failure)) {
    token_.reset();
    if (turn.report.renewal_failure) return turn.report.renewal_failure;
    if (auto token_failure = FetchToken(turn, key, turn.deadline)) {
      return token_failure;
    }
    failure = FetchMonitor(turn, token_->text);
  }
  // A token carries the permissions that its account had when it was issued.
  if (IsUnauthorized(failure) || IsForbidden(failure)) token_.reset();
  return failure;
}

ApiSession::Outcome ApiSession::PollWithBearerToken(Turn& turn,
                                                    const std::string& token) {
  auto failure = FetchMonitor(turn, token);
  if (!IsUnauthorized(failure)) return failure;
  const auto again = ReadCredential();
  if (!again || *again == token) return failure;
  return FetchMonitor(turn, *again);
}

// Ensures that there is a token, or returns why there is none.
ApiSession::Outcome ApiSession::RenewToken(Turn& turn, const std::string& key) {
  if (!token_) return FetchToken(turn, key, turn.deadline);
  const SteadyTime now = clock_.Now().steady;
  if (key != tried_key_) renewal_.AtOnce();
  if (!renewal_.Due(now)) return std::nullopt;
  // The token at hand still serves: half of the time is for using it.
  const SteadyTime half = now + (turn.deadline - now) / 2;
  turn.report.renewal_failure = FetchToken(turn, key, half);
  return std::nullopt;
}

ApiSession::Outcome ApiSession::FetchToken(Turn& turn, const std::string& key,
                                           SteadyTime deadline) {
  HttpRequest request;
  request.path = options_.token_path;
  request.json = TokenRequest(key);
  request.max_body_size = kTokenResponseBytes;
  request.deadline = deadline;
  std::optional<Token> token;
  const BodyReader read = [&](ByteSource& body) -> std::optional<JsonError> {
    auto given = ReadToken(body, clock_.Now().wall);
    if (!given) return given.error();
    token = *std::move(given);
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

ApiSession::Outcome ApiSession::FetchMonitor(Turn& turn,
                                             const std::string& token) {
  HttpRequest request;
  request.path = options_.monitor_path;
  request.bearer_token = token;
  request.max_body_size = options_.max_response_size;
  request.deadline = turn.deadline;
  return Exchange(turn, Operation::kMonitor, request, turn.read);
}

ApiSession::Outcome ApiSession::Exchange(Turn& turn, Operation operation,
                                         const HttpRequest& request,
                                         const BodyReader& read) {
  operation_ = operation;
  const auto response = client_.Send(request);
  auto failure = Judge(operation, *response, read);
  Note(turn, operation, *response);
  return failure;
}

ApiSession::Outcome ApiSession::Judge(Operation operation,
                                      HttpResponse& response,
                                      const BodyReader& read) try {
  std::optional<JsonError> error;
  if (const ResponseHead* head = response.head()) {
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

void ApiSession::Note(Turn& turn, Operation operation,
                      const HttpResponse& response) {
  PollReport& report = turn.report;
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
  if (operation != Operation::kMonitor) return;
  report.sent = sent.back();
  report.response_bytes = response.body_size();
}

}  // namespace pitel
