// What libcurl reports of a response; private to the folder.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "fetch/body_decoder.h"
#include "fetch/curl_host.h"
#include "fetch/response_head.h"
#include "fetch/transport_failure.h"

namespace pitel {

// Receives a response from libcurl: notes when the request is sent, checks the
// head, and decodes the body as it is pulled. libcurl calls it on the thread
// that drives the transfer.
class ResponseIntake {
 public:
  // `endpoint` and `clock` outlive it.
  ResponseIntake(const Endpoint& endpoint, const Clock& clock,
                 std::size_t max_body_size);
  ResponseIntake(const ResponseIntake&) = delete;
  ResponseIntake& operator=(const ResponseIntake&) = delete;

  // Makes libcurl call it during the transfer of `easy`.
  void Watch(CURL* easy);

  const ResponseHead& head() const { return head_; }
  BodyDecoder& decoder() { return decoder_; }
  const std::vector<Moment>& sent() const { return sent_; }
  const Moment& head_arrived() const { return head_arrived_; }

  // Why it has ended the transfer, if it has.
  const std::optional<TransportFailure>& refusal() const { return refusal_; }

  // Whether it has paused the transfer since the last call.
  bool TakePause();

  std::string TooLarge() const;

 private:
  // libcurl's callbacks; `intake` is a ResponseIntake.
  static int OnSend(void* intake, char*, char*, int, int);
  static std::size_t OnHeader(char* data, std::size_t, std::size_t size,
                              void* intake);
  static std::size_t OnBody(char* data, std::size_t, std::size_t size,
                            void* intake);
  bool TakeHeader(std::string_view line);
  bool TakeHead();
  bool TakeBody(std::string_view data);
  bool Refuse(FailureReason reason, std::string detail);
  void RefuseForMemory() noexcept;

  const Endpoint& endpoint_;
  const Clock& clock_;
  const std::size_t max_body_size_;
  CURL* easy_ = nullptr;
  std::vector<Moment> sent_;
  ResponseHead head_;
  Moment head_arrived_;
  BodyDecoder decoder_;
  std::size_t passed_over_ = 0;  // bytes of an error's body
  bool paused_ = false;
  std::optional<TransportFailure> refusal_;
};

}  // namespace pitel
