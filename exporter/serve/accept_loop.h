// A private header of serve. Tested in crowd_test.cc and server_test.cc.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>

#include "serve/connection.h"
#include "serve/crowd_log.h"
#include "serve/spare_descriptors.h"

namespace pitel {

// Accepts the clients of one address, one by one. At a limit, it closes another
// connection for a new client, which waits for one that may be closed. Belongs
// to the server's thread.
class AcceptLoop {
 public:
  // All but the acceptor outlive this.
  AcceptLoop(boost::asio::ip::tcp::acceptor acceptor,
             const ConnectionContext& context, SpareDescriptors& spare,
             CrowdLog& crowd);

  boost::asio::ip::tcp::endpoint endpoint() const {
    return acceptor_.local_endpoint();
  }

  // Starts accepting, or resumes after an exception.
  void Resume();

 private:
  void Accept();
  void OnAccept(const boost::system::error_code& error,
                boost::asio::ip::tcp::socket socket);
  // `tries` is how often there may be no room before the client is refused.
  void Admit(boost::asio::ip::tcp::socket socket, int tries);
  bool HasRoom();
  // Returns false if there is none to free, or if that would not help.
  bool FreeDescriptor(const boost::system::error_code& error);
  bool Shed(ShedCause cause);
  // Calls `step` after a while.
  template <typename Step>
  void TryLater(Step step);

  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::steady_timer again_;
  const ConnectionContext& context_;
  SpareDescriptors& spare_;
  CrowdLog& crowd_;
  // Shared by the pending handler. Asio destroys a handler without calling it
  // if there is no memory for the socket that it has accepted.
  const std::shared_ptr<const void> waiting_ = std::make_shared<char>();
};

}  // namespace pitel
