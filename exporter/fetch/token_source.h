#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"
#include "fetch/api_client.h"
#include "fetch/api_options.h"
#include "fetch/fetch_report.h"
#include "fetch/secret.h"
#include "fetch/token.h"

namespace pitel {

// The bearer token of one host's requests: a configured one, or one that the
// host gives in exchange for an API key and that is renewed in time. Belongs to
// one thread, except for reading_credential. Tested in api_session_test.cc.
class TokenSource {
 public:
  // `client`, `clock` and `log` outlive this. `target` is a name for the log.
  TokenSource(std::string target, const ApiOptions& options, ApiClient& client,
              const Clock& clock, Log& log);

  // Makes token() usable: reads the credential, and gets or renews the token if
  // that is due. `operation` is the one that needs the token. Returns why there
  // is no token. If a renewal fails, the report says so and the current token
  // stays in use.
  std::optional<Failure> Prepare(Operation operation, SteadyTime deadline,
                                 FetchReport& report);

  // After a response with status 401: gets another token. False if there is
  // none: a configured token is only replaced if its file contains a new one.
  Result<bool, Failure> Replace(SteadyTime deadline, FetchReport& report);

  // The host has refused the token for good: the next Prepare gets another.
  void Forget() { token_.reset(); }

  // A poll has ended, with this failure if it failed. Not every host responds
  // with 401 when a token has expired: failures that may have this cause make
  // the next Prepare renew the token once.
  void PollEnded(const std::optional<Failure>& failure);

  bool has_token() const { return token_.has_value(); }
  // The token after a successful Prepare or Replace.
  const std::string& token() const { return token_->text; }
  // As the host stated it.
  std::optional<WallTime> expiry() const;

  // Whether the credential file contains a secret other than the one last used.
  // Cheap enough to call every second.
  bool CredentialChanged() { return secret_.Changed(); }
  // Whether the credential is being read, which may hang. Any thread.
  bool reading_credential() const { return secret_.is_reading(); }

 private:
  // Exchanges the API key for a token.
  std::optional<Failure> Exchange(SteadyTime deadline, FetchReport& report);

  const std::string target_;
  const std::string path_;
  const bool has_key_;
  ApiClient& client_;
  const Clock& clock_;
  Log& log_;
  Secret secret_;
  std::string credential_;  // as last read
  std::string tried_key_;   // the key of the last token request
  std::optional<Token> token_;
  RenewalTimes renewal_;
  TokenDoubt doubt_;
};

}  // namespace pitel
