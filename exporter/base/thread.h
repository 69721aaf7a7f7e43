#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

namespace pitel {

// Starts a thread for `purpose`, such as "the log". If that fails, throws
// std::runtime_error that names the purpose and the limit to raise.
template <typename Function>
std::jthread StartThread(std::string_view purpose, Function&& function) try {
  return std::jthread(std::forward<Function>(function));
} catch (const std::system_error& error) {
  throw std::runtime_error("cannot start a thread for " + std::string(purpose) +
                           ": " + error.code().message() +
                           "; raise the limit on tasks (TasksMax, ulimit -u)");
}

}  // namespace pitel
