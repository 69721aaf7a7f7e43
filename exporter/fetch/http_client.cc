#include "fetch/http_client.h"

#include "fetch/curl_host.h"
#include "fetch/curl_transfer.h"

namespace pitel {

HttpClient::HttpClient(const HostOptions& options, NameLookup& lookup,
                       const Clock& clock)
    : host_(std::make_unique<CurlHost>(options, lookup, clock)) {}

HttpClient::~HttpClient() = default;

HttpResponse HttpClient::Send(const HttpRequest& request) {
  HttpResponse response(
      std::make_unique<CurlTransfer>(*host_, request.max_body_size),
      request.deadline);
  response.Await(request);
  return response;
}

void HttpClient::Cancel() {
  host_->cancelled = true;
  host_->lookup.WakeUp();
  curl_multi_wakeup(host_->multi.get());
}

HttpStep HttpClient::step() const { return host_->step; }

}  // namespace pitel
