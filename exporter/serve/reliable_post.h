// A private header of serve. Tested in page_maker_test.cc and
// password_checker_test.cc.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <exception>
#include <stop_token>
#include <thread>

namespace pitel {

// Lets the thread of `io` call `function`; tries again while there is no memory
// for that, until `stop` is requested.
template <typename Function>
void PostReliably(boost::asio::io_context& io, const std::stop_token& stop,
                  const Function& function) {
  constexpr std::chrono::milliseconds kTryAgainAfter{10};
  do {
    try {
      return boost::asio::post(io, function);
    } catch (const std::exception&) {
      std::this_thread::sleep_for(kTryAgainAfter);
    }
  } while (!stop.stop_requested());
}

}  // namespace pitel
