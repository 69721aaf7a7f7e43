// A private header of serve.
#pragma once

#include <memory>

#include "base/published.h"
#include "config/web_config.h"
#include "serve/tls_context.h"

namespace pitel {

// The web configuration in force. Another thread may replace it at any time; a
// connection keeps the TLS with which it began.
struct WebSettings {
  WebConfig config;
  std::shared_ptr<TlsContext> tls;  // null: plain HTTP
};

using PublishedWebSettings = Published<WebSettings>;

}  // namespace pitel
