#include "scripted_api.h"

#include <mutex>

#include "support/scripted_server.h"

namespace pitel {

class ScriptedApi::Server {
 public:
  std::string url() const { return server_.url(); }

  void SetAnswer(std::string answer) {
    const std::lock_guard lock(mutex_);
    answer_ = std::move(answer);
  }

 private:
  std::string answer() {
    const std::lock_guard lock(mutex_);
    return answer_;
  }

  std::mutex mutex_;
  std::string answer_;  // guarded by mutex_
  ScriptedServer server_{
      [this](const ReceivedRequest&, ServerConnection& connection) {
        connection.Send(answer());
      }};
};

ScriptedApi::ScriptedApi() : server_(std::make_unique<Server>()) {}

ScriptedApi::~ScriptedApi() = default;

std::string ScriptedApi::url() const { return server_->url(); }

void ScriptedApi::SetAnswer(int status, const std::string& body) {
  server_->SetAnswer(Answer(status, body));
}

}  // namespace pitel
