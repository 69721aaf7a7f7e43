#pragma once

#include <array>
#include <cstdint>

#include "simulator/types.h"

namespace pitel::simulation {

// A well-spread 64-bit number that depends on every bit of the arguments alone
// (the finaliser of splitmix64).
std::uint64_t Mix(std::uint64_t value);
std::uint64_t Mix(std::uint64_t a, std::uint64_t b);

// xoshiro256++ and the distributions drawn from it. Written out here, since the
// standard library's distributions differ between implementations and a seed
// must mean the same world everywhere. Durations are at least 1 us.
class Random {
 public:
  explicit Random(std::uint64_t seed);

  std::uint64_t Next();
  double Uniform();                          // in [0, 1)
  std::uint32_t Below(std::uint32_t bound);  // in [0, bound), bound > 0
  bool Chance(double probability);
  Duration Exponential(Duration mean);
  Duration Weibull(Duration mean, double shape);
  // `sigma` is the standard deviation of the logarithm.
  Duration Lognormal(Duration mean, double sigma);

 private:
  std::array<std::uint64_t, 4> state_;
};

}  // namespace pitel::simulation
