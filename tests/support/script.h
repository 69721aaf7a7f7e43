// How a test server treats its clients.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pitel {

struct ReceivedRequest {
  std::string method;
  std::string target;  // with its query
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  int connection = 0;  // which one it came on, from 1

  // The value of a header in any case; "" if it did not come.
  std::string Header(std::string_view name) const;
};

// The server's end of one connection. All calls return at once when the server
// stops or the client is gone; later calls do nothing.
class ServerConnection {
 public:
  virtual ~ServerConnection() = default;
  virtual void Send(std::string_view bytes) = 0;
  // Byte by byte.
  virtual void Drip(std::string_view bytes,
                    std::chrono::milliseconds pause) = 0;
  // Sends `bytes` again and again.
  virtual void SendForever(std::string_view bytes) = 0;
  // Sends nothing until the client has gone.
  virtual void Hang() = 0;
  // Requests a certificate over TLS 1.3, then keeps reading. A client without
  // one gets a fatal alert.
  virtual void DemandCertificate() = 0;
  virtual void Close() = 0;
  virtual void Reset() = 0;  // with a RST
};

// Handles one request. Called on the connection's thread.
using Script = std::function<void(const ReceivedRequest& request,
                                  ServerConnection& connection)>;

// A whole response with its Content-Length. `headers` are lines without an end.
std::string ResponseText(int status, std::string_view body = "",
                         const std::vector<std::string>& headers = {});

// Runs the first script for the first request, and so on; the last one for all
// further requests.
Script InTurn(std::vector<Script> scripts);
// By the target up to its query; 404 for others.
Script ByPath(std::map<std::string, Script> scripts);
// Sends exact bytes, and leaves the connection open; or closes it.
Script Bytes(std::string bytes);
Script BytesThenClose(std::string bytes);
Script BytesThenReset(std::string bytes);

}  // namespace pitel
