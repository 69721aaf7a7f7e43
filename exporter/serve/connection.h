// A private header of serve. Tested in server_test.cc, password_login_test.cc
// and tls_server_test.cc.
#pragma once

#include <boost/asio/ip/tcp.hpp>

#include "base/clock.h"
#include "serve/crowd_log.h"
#include "serve/gate.h"
#include "serve/open_connections.h"
#include "serve/options.h"
#include "serve/page_maker.h"
#include "serve/routes.h"

namespace pitel {

// Shared by all connections of a server, and outlives them.
struct ConnectionContext {
  const PublishedWebSettings& web;
  Gate& gate;
  Routes& routes;
  const ServerLimits& limits;
  const Clock& clock;
  OpenConnections& open;
  PageMaker& page_maker;
  CrowdLog& crowd;
};

// Responds to the client's requests until either side ends the connection.
// Returns at once; the conversation lives in the handlers of the socket's
// io_context and ends, closing the socket, when these are destroyed.
void StartConversation(boost::asio::ip::tcp::socket socket,
                       const ConnectionContext& context);

}  // namespace pitel
