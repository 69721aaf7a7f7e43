#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace pitel {

// An API on a free port of loopback that sends every request the same response
// until another one is set.
class ScriptedApi {
 public:
  ScriptedApi();
  ~ScriptedApi();
  ScriptedApi(const ScriptedApi&) = delete;
  ScriptedApi& operator=(const ScriptedApi&) = delete;

  std::string url() const;
  void SetResponse(int status, const std::string& body);
  // Does not respond, until the client closes the connection.
  void SetSilent();
  // Called before each response, on the connection's thread.
  void OnRequest(std::function<void()> callback);
  // False if there are fewer requests within a generous time.
  bool WaitForRequests(std::size_t count) const;

 private:
  class Server;
  const std::unique_ptr<Server> server_;
};

}  // namespace pitel
