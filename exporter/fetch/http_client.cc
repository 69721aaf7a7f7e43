#include "fetch/http_client.h"

#include "fetch/curl_host.h"

namespace pitel {

HttpClient::HttpClient(const ApiOptions& options, const Clock& clock)
    : host_(std::make_unique<CurlHost>(options)), clock_(clock) {}

HttpClient::~HttpClient() = default;

std::unique_ptr<HttpResponse> HttpClient::Send(const HttpRequest& request) {
  std::unique_ptr<HttpResponse> response(
      new HttpResponse(*host_, clock_, request));
  response->Start(request);
  response->ReadHead();
  return response;
}

void HttpClient::Cancel() {
  host_->cancelled = true;
  host_->lookup.Cancel();
  curl_multi_wakeup(host_->multi.get());
}

FetchStep HttpClient::step() const { return host_->step; }

}  // namespace pitel
