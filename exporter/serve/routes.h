#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "serve/response.h"
#include "serve/site.h"

namespace pitel {

// Answers requests for the pages of a site. Belongs to the server's thread.
class Routes {
 public:
  // At most `max_scrapes` answers that hold a scrape live at once; 0: no limit.
  Routes(const Site& site, std::string telemetry_path, std::size_t max_scrapes);
  Routes(const Routes&) = delete;
  Routes& operator=(const Routes&) = delete;

  // Never blocks. The answer keeps what it shows.
  Response Answer(const Request& request);

 private:
  using Page = Response (Routes::*)(const Request&) const;

  Page Find(std::string_view path) const;
  Response Telemetry(const Request& request) const;
  Response Landing(const Request& request) const;
  Response Healthy(const Request& request) const;
  Response Ready(const Request& request) const;
  Response Config(const Request& request) const;

  const Site site_;
  const std::string telemetry_path_;
  const std::size_t max_scrapes_;
  // Shared by every scrape under way, which so counts them.
  const std::shared_ptr<const void> scrapes_;
};

}  // namespace pitel
