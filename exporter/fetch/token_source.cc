#include "fetch/token_source.h"

#include <utility>

namespace pitel {
namespace {

constexpr std::size_t kTokenResponseBytes = 64 * 1024;

}  // namespace

TokenSource::TokenSource(std::string target, const ApiOptions& options,
                         ApiClient& client, const Clock& clock, Log& log)
    : target_(std::move(target)),
      path_(options.token_path),
      has_key_(options.credential.kind == CredentialKind::kApiKey),
      client_(client),
      clock_(clock),
      log_(log),
      secret_(target_, options.credential, log) {}

std::optional<Failure> TokenSource::Prepare(Operation operation,
                                            SteadyTime deadline,
                                            FetchReport& report) {
  auto credential = secret_.Get();
  if (!credential) {
    return Failure{has_key_ ? Operation::kToken : operation,
                   FailureReason::kOther,
                   credential.error().message,
                   {}};
  }
  credential_ = *std::move(credential);
  if (!has_key_) {
    token_ = Token{.text = credential_};
    return std::nullopt;
  }
  if (!token_) return Exchange(deadline, report);
  const SteadyTime now = clock_.Now().steady;
  if (credential_ != tried_key_) renewal_.AtOnce();
  if (!renewal_.Due(now)) return std::nullopt;
  // The current token still serves: half of the time is for using it.
  report.renewal_failure = Exchange(now + (deadline - now) / 2, report);
  return std::nullopt;
}

Result<bool, Failure> TokenSource::Replace(SteadyTime deadline,
                                           FetchReport& report) {
  if (!has_key_) {
    auto credential = secret_.Get();
    if (!credential || *credential == token_->text) return false;
    token_ = Token{.text = *std::move(credential)};
    return true;
  }
  token_.reset();
  if (report.renewal_failure) return *report.renewal_failure;
  if (auto failure = Exchange(deadline, report)) return *std::move(failure);
  return true;
}

void TokenSource::PollEnded(const std::optional<Failure>& failure) {
  if (doubt_.Polled(failure, clock_.Now().steady)) renewal_.Once();
}

std::optional<WallTime> TokenSource::expiry() const {
  return token_ ? token_->expiry : std::nullopt;
}

std::optional<Failure> TokenSource::Exchange(SteadyTime deadline,
                                             FetchReport& report) {
  HttpRequest request;
  request.path = path_;
  request.json = TokenRequest(credential_);
  request.max_body_size = kTokenResponseBytes;
  request.deadline = deadline;
  std::optional<Token> token;
  const BodyReader read = [&](ByteSource& body) -> std::optional<JsonError> {
    auto given = ReadToken(body, clock_.Now().wall);
    if (!given) return given.error();
    token = *std::move(given);
    return std::nullopt;
  };
  auto failure = client_.Send(Operation::kToken, request, read, report);
  const SteadyTime now = clock_.Now().steady;
  tried_key_ = credential_;
  if (failure) {
    renewal_.Failed(now, failure->retry_after);
    return failure;
  }
  renewal_.Renewed(now, token->lifetime);
  token_ = std::move(token);
  log_.Debug("token renewed", {{"target", target_},
                               {"lifetime_seconds", token_->lifetime.count()}});
  return std::nullopt;
}

}  // namespace pitel
