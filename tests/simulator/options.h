#pragma once

#include <optional>
#include <string>

#include "simulator/api.h"
#include "simulator/parameters.h"

namespace pitel::simulation {

// The options of pitel_simulator.
struct Options {
  std::string host = "127.0.0.1";
  unsigned short port = 0;
  bool gzip = false;
  Parameters world;  // begins a warm-up before api.start
  ApiOptions api;
  std::string replay;  // a recording; empty: the world is served
  int replay_target = 1;
};

// The key that is accepted by default; nobody's.
inline constexpr const char* kDefaultApiKey =
    "00000000-aaaa-bbbb-cccc-5e70f0a51e00";

// `now` is the default of --start. If the program must end with `exit_status`,
// prints help or an error and returns nothing.
std::optional<Options> ParseOptions(int argc, char** argv, Time now,
                                    int& exit_status);

}  // namespace pitel::simulation
