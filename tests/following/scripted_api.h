#pragma once

#include <memory>
#include <string>

namespace pitel {

// An API that gives every request the same answer until it is given another.
class ScriptedApi {
 public:
  ScriptedApi();
  ~ScriptedApi();
  ScriptedApi(const ScriptedApi&) = delete;
  ScriptedApi& operator=(const ScriptedApi&) = delete;

  std::string url() const;
  void SetAnswer(int status, const std::string& body);

 private:
  class Server;
  const std::unique_ptr<Server> server_;
};

}  // namespace pitel
