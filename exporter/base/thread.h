#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

namespace pitel {

// Starts a thread. `purpose` is what it is for, such as "the log"; if the
// system has no thread left, the exception names it and says what to do.
template <typename Function>
std::jthread StartThread(std::string_view purpose, Function&& function) try {
  return std::jthread(std::forward<Function>(function));
} catch (const std::system_error& error) {
  throw std::runtime_error("cannot start a thread for " + std::string(purpose) +
                           ": " + error.code().message() +
                           "; raise the limit on tasks (TasksMax, ulimit -u)");
}

}  // namespace pitel
