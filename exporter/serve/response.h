// Requests and responses, apart from how they travel.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "config/web_config.h"
#include "render/scrape.h"

namespace pitel {

struct Request {
  std::string method;
  std::string target;  // as sent: path and query, or a whole URL
  std::string accept;  // several headers of the name joined by commas
  std::string accept_encoding;
  bool has_body = false;
  std::string host;                // empty if there was none
  std::string authorization = {};  // the same
};

struct Response {
  using Field = std::pair<std::string_view, std::string_view>;

  int status = 200;
  std::string_view content_type = "text/plain; charset=utf-8";
  std::vector<Field> fields;  // beside those that every response has
  // The body: the scrape if there is one, else the text.
  std::string text;
  std::optional<Scrape> scrape;
  // The page that is still missing; see Routes::Complete.
  std::optional<PageRequest> page_request;
  // The configuration must be reloaded first; see Routes::Reload.
  bool awaits_reload = false;
  // Shared by the responses under way whose size depends on the site, which are
  // limited in number.
  std::shared_ptr<const void> slot;

  std::size_t body_size() const {
    return scrape ? scrape->size() : text.size();
  }
};

// A short response of one line.
Response TextResponse(int status, std::string_view line);

// The response to a request for a reload that was refused for these reasons, a
// line each; if there are none, the configuration was reloaded.
Response ReloadResponse(const std::string& reasons);

// The status line and header fields, up to the empty line. Fields of
// `configured` replace others of the same name.
std::string RenderHead(const Response& response, bool keep_alive, WallTime now,
                       const WebHeaders& configured = {});

}  // namespace pitel
