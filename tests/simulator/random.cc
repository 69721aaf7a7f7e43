#include "simulator/random.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>

namespace pitel::simulation {
namespace {

constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15;

Duration AtLeastOne(double microseconds) {
  return Duration(std::max<std::int64_t>(1, std::llround(microseconds)));
}

double Microseconds(Duration duration) {
  return static_cast<double>(duration.count());
}

}  // namespace

std::uint64_t Mix(std::uint64_t value) {
  value += kGolden;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
  value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
  return value ^ (value >> 31);
}

std::uint64_t Mix(std::uint64_t a, std::uint64_t b) { return Mix(Mix(a) ^ b); }

Random::Random(std::uint64_t seed) {
  for (std::uint64_t& word : state_) {
    word = Mix(seed);
    seed += kGolden;
  }
}

std::uint64_t Random::Next() {
  const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
  const std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

double Random::Uniform() {
  return static_cast<double>(Next() >> 11) * 0x1.0p-53;
}

std::uint32_t Random::Below(std::uint32_t bound) {
  return static_cast<std::uint32_t>(((Next() >> 32) * bound) >> 32);
}

bool Random::Chance(double probability) { return Uniform() < probability; }

Duration Random::Exponential(Duration mean) {
  return AtLeastOne(-Microseconds(mean) * std::log(1 - Uniform()));
}

Duration Random::Weibull(Duration mean, double shape) {
  const double scale = Microseconds(mean) / std::tgamma(1 + 1 / shape);
  return AtLeastOne(scale * std::pow(-std::log(1 - Uniform()), 1 / shape));
}

Duration Random::Lognormal(Duration mean, double sigma) {
  // Box-Muller; the second value is not kept, which keeps the state small.
  const double radius = std::sqrt(-2 * std::log(1 - Uniform()));
  const double normal = radius * std::cos(2 * std::numbers::pi * Uniform());
  return AtLeastOne(Microseconds(mean) *
                    std::exp(sigma * normal - sigma * sigma / 2));
}

}  // namespace pitel::simulation
