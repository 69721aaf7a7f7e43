#include "support/scripted_api.h"

#include <mutex>
#include <utility>

#include "support/scripted_server.h"

namespace pitel {

class ScriptedApi::Server {
 public:
  std::string url() const { return server_.url(); }
  bool WaitForRequests(std::size_t count) const {
    return server_.WaitForRequests(count);
  }

  // Empty: does not respond.
  void Set(std::string response) {
    const std::lock_guard lock(mutex_);
    response_ = std::move(response);
  }
  void OnRequest(std::function<void()> callback) {
    const std::lock_guard lock(mutex_);
    on_request_ = std::move(callback);
  }

 private:
  void Respond(ServerConnection& connection) {
    std::unique_lock lock(mutex_);
    const std::string response = response_;
    const auto on_request = on_request_;
    lock.unlock();
    if (on_request) on_request();
    response.empty() ? connection.Hang() : connection.Send(response);
  }

  std::mutex mutex_;
  std::string response_;              // guarded by mutex_
  std::function<void()> on_request_;  // guarded by mutex_
  ScriptedServer server_{
      [this](const ReceivedRequest&, ServerConnection& connection) {
        Respond(connection);
      }};
};

ScriptedApi::ScriptedApi() : server_(std::make_unique<Server>()) {}

ScriptedApi::~ScriptedApi() = default;

std::string ScriptedApi::url() const { return server_->url(); }

void ScriptedApi::SetResponse(int status, const std::string& body) {
  server_->Set(ResponseText(status, body));
}

void ScriptedApi::SetSilent() { server_->Set(""); }

void ScriptedApi::OnRequest(std::function<void()> callback) {
  server_->OnRequest(std::move(callback));
}

bool ScriptedApi::WaitForRequests(std::size_t count) const {
  return server_->WaitForRequests(count);
}

}  // namespace pitel
