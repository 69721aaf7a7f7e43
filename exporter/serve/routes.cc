#include "serve/routes.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "serve/discovery.h"
#include "serve/landing_page.h"
#include "serve/negotiation.h"
#include "serve/query.h"

namespace pitel {
namespace {

// The page contains neither scripts nor anything from elsewhere.
constexpr std::string_view kLandingPolicy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

// A whole URL, which proxies send and servers must accept (RFC 9112, section
// 3.2.2), in two: its host and port, and its path and query. Without the former
// if `target` is only a path and query.
std::pair<std::string_view, std::string_view> SplitUrl(
    std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!EqualsIgnoringCase(target.substr(0, scheme.size()), scheme)) continue;
    target.remove_prefix(scheme.size());
    const auto end = std::min(target.find_first_of("/?"), target.size());
    return {target.substr(0, end), target.substr(end)};
  }
  return {{}, target};
}

std::string_view PathOf(std::string_view target) {
  const auto [host, rest] = SplitUrl(target);
  const auto path = rest.substr(0, rest.find('?'));
  return path.empty() && !host.empty() ? "/" : path;
}

Response MethodNotAllowed(std::string_view allowed) {
  Response response = TextResponse(405, "Method not allowed");
  response.fields.emplace_back("Allow", allowed);
  return response;
}

}  // namespace

Routes::Routes(const Site& site, std::string telemetry_path,
               std::size_t max_scrapes, std::function<bool()> make_room)
    : site_(site),
      telemetry_path_(std::move(telemetry_path)),
      max_scrapes_(max_scrapes),
      make_room_(std::move(make_room)),
      slots_(std::make_shared<char>()) {}

bool Routes::NeedsPassword(std::string_view target) {
  const std::string_view path = PathOf(target);
  return path != "/-/healthy" && path != "/-/ready";
}

Response Routes::Respond(const Request& request) {
  const std::string_view path = PathOf(request.target);
  if (path == "/-/reload") return RespondToReload(request);
  const Route route = Find(path);
  if (route.respond == nullptr) return TextResponse(404, "Not found");
  if (request.method != "GET" && request.method != "HEAD") {
    return MethodNotAllowed("GET, HEAD");
  }
  if (request.has_body) {
    return TextResponse(413, "Request body not allowed");
  }
  if (!route.takes_slot) return (this->*route.respond)(request);
  if (!HasFreeSlot() && !make_room_()) {
    return TextResponse(503, "Limit of concurrent requests reached (" +
                                 std::to_string(max_scrapes_) +
                                 "), try again later.");
  }
  Response response = (this->*route.respond)(request);
  response.slot = slots_;
  return response;
}

Response Routes::RespondToReload(const Request& request) const {
  if (request.method != "POST" && request.method != "PUT") {
    return MethodNotAllowed("POST, PUT");
  }
  if (!site_.reload) {
    return TextResponse(403,
                        "The lifecycle API is not enabled: start the exporter "
                        "with --web.enable-lifecycle");
  }
  if (request.has_body) return TextResponse(413, "Request body not allowed");
  Response response;
  response.awaits_reload = true;
  return response;
}

Routes::Route Routes::Find(std::string_view path) const {
  if (path == telemetry_path_) return {&Routes::Telemetry, true};
  if (path == "/") return {&Routes::Landing, true};
  if (path == "/config") return {&Routes::Config, true};
  if (path == "/sd") return {&Routes::Discovery, true};
  if (path == "/-/healthy") return {&Routes::Healthy};
  if (path == "/-/ready") return {&Routes::Ready};
  return {};
}

bool Routes::HasFreeSlot() const {
  const auto under_way = static_cast<std::size_t>(slots_.use_count() - 1);
  return max_scrapes_ == 0 || under_way < max_scrapes_;
}

Response Routes::Telemetry(const Request& request) const {
  const auto [format, content_type] = NegotiateFormat(request.accept);
  Response response;
  response.content_type = content_type;
  const bool gzip = AcceptsGzip(request.accept_encoding);
  if (gzip) response.fields.emplace_back("Content-Encoding", "gzip");
  response.fields.emplace_back("Vary", "Accept, Accept-Encoding");
  response.page_request = {{format, gzip}, ParseSelection(request.target)};
  return response;
}

void Routes::Complete(Response& response,
                      std::shared_ptr<const PageBody> page) const {
  if (page == nullptr) {
    response = TextResponse(503, "Out of memory");
    return;
  }
  const auto [form, selection] =
      *std::exchange(response.page_request, std::nullopt);
  response.scrape.emplace(std::move(page), site_.tail(form.format, selection),
                          form.gzip);
}

Response Routes::Landing(const Request& request) const {
  const Moment now = site_.clock.Now();
  Response response;
  response.content_type = "text/html; charset=utf-8";
  response.fields.emplace_back("Content-Security-Policy", kLandingPolicy);
  response.fields.emplace_back("Referrer-Policy", "no-referrer");
  response.text =
      RenderLandingPage(site_.overview(), ParseTargetFilter(request.target),
                        {site_.version, telemetry_path_, site_.started.steady,
                         now.steady, site_.notice ? site_.notice() : ""});
  return response;
}

Response Routes::Healthy(const Request&) const {
  const std::string trouble = site_.trouble();
  if (trouble.empty()) return TextResponse(200, "Healthy");
  return TextResponse(503, "Not healthy: " + trouble);
}

Response Routes::Ready(const Request&) const {
  if (site_.ready()) return TextResponse(200, "Ready");
  return TextResponse(503, "Not ready: not all targets have been polled yet");
}

Response Routes::Config(const Request&) const {
  Response response;
  response.text = site_.effective_config();
  return response;
}

// The host of a whole URL takes precedence over the Host header.
Response Routes::Discovery(const Request& request) const {
  const auto in_url = SplitUrl(request.target).first;
  const std::string_view host = in_url.empty() ? request.host : in_url;
  if (host.empty() || !std::ranges::all_of(host, IsVisibleAscii)) {
    return TextResponse(400, "Bad request: expected a valid Host");
  }
  Response response;
  response.content_type = "application/json";
  response.text = RenderDiscovery(site_.overview(), host);
  return response;
}

}  // namespace pitel
