#include "support/script.h"

#include <algorithm>
#include <atomic>
#include <cctype>
#include <memory>

namespace pitel {
namespace {

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(c));
  return lower;
}

}  // namespace

std::string ReceivedRequest::Header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (Lower(key) == Lower(name)) return value;
  }
  return "";
}

std::string ResponseText(int status, std::string_view body,
                         const std::vector<std::string>& headers) {
  std::string response = "HTTP/1.1 " + std::to_string(status) + " Status\r\n";
  for (const std::string& header : headers) response += header + "\r\n";
  response += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
  return response.append(body);
}

Script InTurn(std::vector<Script> scripts) {
  auto next = std::make_shared<std::atomic<std::size_t>>(0);
  return [scripts = std::move(scripts), next](const auto& request,
                                              auto& connection) {
    scripts[std::min((*next)++, scripts.size() - 1)](request, connection);
  };
}

Script ByPath(std::map<std::string, Script> scripts) {
  return [scripts = std::move(scripts)](const auto& request, auto& connection) {
    const auto path = request.target.substr(0, request.target.find('?'));
    const auto found = scripts.find(path);
    if (found == scripts.end()) return connection.Send(ResponseText(404));
    found->second(request, connection);
  };
}

Script Bytes(std::string bytes) {
  return [bytes = std::move(bytes)](const auto&, auto& connection) {
    connection.Send(bytes);
  };
}

Script BytesThenClose(std::string bytes) {
  return [bytes = std::move(bytes)](const auto&, auto& connection) {
    connection.Send(bytes);
    connection.Close();
  };
}

Script BytesThenReset(std::string bytes) {
  return [bytes = std::move(bytes)](const auto&, auto& connection) {
    connection.Send(bytes);
    connection.Reset();
  };
}

}  // namespace pitel
