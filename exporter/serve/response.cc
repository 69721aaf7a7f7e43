#include "serve/response.h"

#include <algorithm>
#include <boost/beast/http/status.hpp>

#include "base/text.h"

namespace pitel {
namespace {

namespace http = boost::beast::http;

void AppendField(std::string& head, std::string_view name,
                 std::string_view value) {
  head.append(name).append(": ").append(value).append("\r\n");
}

// The response's own fields, with the constant ones.
std::vector<Response::Field> FieldsOf(const Response& response) {
  std::vector<Response::Field> fields{{"Cache-Control", "no-store"},
                                      {"X-Content-Type-Options", "nosniff"}};
  fields.insert(fields.end(), response.fields.begin(), response.fields.end());
  return fields;
}

}  // namespace

Response TextResponse(int status, std::string_view line) {
  Response response;
  response.status = status;
  response.text.append(line).append("\n");
  return response;
}

Response ReloadResponse(const std::string& reasons) {
  if (reasons.empty()) return TextResponse(200, "Configuration reloaded");
  Response response = TextResponse(500, "Configuration not reloaded:");
  response.text += reasons;
  return response;
}

std::string RenderHead(const Response& response, bool keep_alive, WallTime now,
                       const WebHeaders& configured) {
  const auto reason = http::obsolete_reason(
      http::int_to_status(static_cast<unsigned>(response.status)));
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + " ";
  head.append(reason.data(), reason.size()).append("\r\n");
  AppendField(head, "Date", FormatUtc(now, "%a, %d %b %Y %H:%M:%S GMT"));
  AppendField(head, "Content-Type", response.content_type);
  AppendField(head, "Content-Length", std::to_string(response.body_size()));
  for (const auto& [name, value] : configured) AppendField(head, name, value);
  for (const auto& [name, value] : FieldsOf(response)) {
    const bool replaced =
        std::ranges::any_of(configured, [name = name](const auto& field) {
          return EqualsIgnoringCase(field.first, name);
        });
    if (!replaced) AppendField(head, name, value);
  }
  AppendField(head, "Connection", keep_alive ? "keep-alive" : "close");
  return head + "\r\n";
}

}  // namespace pitel
