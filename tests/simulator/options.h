#pragma once

#include <optional>
#include <string>

#include "simulator/api.h"
#include "simulator/parameters.h"

namespace pitel::simulation {

// What the command line of pitel_simulator says.
struct Options {
  std::string host = "127.0.0.1";
  unsigned short port = 0;
  bool gzip = false;
  Parameters world;  // begins a warm-up before api.start
  ApiOptions api;
};

// The key that is accepted unless another one is given; of nobody's.
inline constexpr const char* kDefaultApiKey =
    "00000000-aaaa-bbbb-cccc-5e70f0a51e00";

// `now`: what --start is by default. Prints help or what is wrong, and returns
// nothing, if the program is to end with `exit_status`.
std::optional<Options> ParseOptions(int argc, char** argv, Time now,
                                    int& exit_status);

}  // namespace pitel::simulation
