#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "serve/response.h"
#include "serve/site.h"

namespace pitel {

// Responds to requests for the pages of a site. Belongs to the server's thread.
class Routes {
 public:
  // At most `max_scrapes` responses with a slot exist at once; 0: no limit. At
  // the limit, `make_room` may end one whose client does not read it, and
  // returns whether it did.
  Routes(const Site& site, std::string telemetry_path, std::size_t max_scrapes,
         std::function<bool()> make_room);
  Routes(const Routes&) = delete;
  Routes& operator=(const Routes&) = delete;

  // Whether a request needs a password if any does: checks of health do not.
  static bool NeedsPassword(std::string_view target);
  // Never blocks. The response owns or shares the data that it shows. If it has
  // a `page_request`, it must be completed before it is sent.
  Response Respond(const Request& request);
  // Reloads the configuration for a response that awaits it.
  void Reload(Site::Reloaded done) const { site_.reload(std::move(done)); }
  // Adds the page, made as requested, and its end. A null page could not be
  // made: the response becomes an error.
  void Complete(Response& response, std::shared_ptr<const PageBody> page) const;

 private:
  struct Route {
    Response (Routes::*respond)(const Request&) const = nullptr;
    // Pages whose size depends on the site take a slot.
    bool takes_slot = false;
  };

  Response RespondToReload(const Request& request) const;
  Route Find(std::string_view path) const;
  bool HasFreeSlot() const;
  Response Telemetry(const Request& request) const;
  Response Landing(const Request& request) const;
  Response Healthy(const Request& request) const;
  Response Ready(const Request& request) const;
  Response Config(const Request& request) const;
  Response Discovery(const Request& request) const;

  const Site site_;
  const std::string telemetry_path_;
  const std::size_t max_scrapes_;
  const std::function<bool()> make_room_;
  // Shared by every response under way that takes a slot, which counts them.
  const std::shared_ptr<const void> slots_;
};

}  // namespace pitel
