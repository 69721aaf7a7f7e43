// The request of `--healthcheck`. It needs no configuration, so a container
// image needs no other program to check the exporter.
#pragma once

#include <chrono>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "fetch/url.h"

namespace pitel {

inline constexpr std::chrono::seconds kHealthCheckTimeout{3};

// The exporter that listens on `address` (base/host_port.h) on this machine;
// through loopback if it listens on every address.
BaseUrl UrlOfListener(const std::string& address);

// Reads the URL of an exporter, with or without `/-/healthy` at its end.
Result<BaseUrl> ParseHealthUrl(std::string url);

// Asks the exporter at `url` whether it is healthy, and waits for `patience` at
// most. Returns what is wrong; empty if nothing is. The certificate may be of
// anybody for any name: no secret is sent, and the exporter's own usually names
// another host.
std::string HealthProblem(const BaseUrl& url, std::chrono::nanoseconds patience,
                          const Clock& clock);

// The same for the exporter's own listener. `tls` is what its web configuration
// says now, but the exporter may have refused that file and go on as before: if
// it cannot be asked so, it is asked the other way.
std::string ListenerProblem(BaseUrl url, bool tls,
                            std::chrono::nanoseconds patience,
                            const Clock& clock);

}  // namespace pitel
