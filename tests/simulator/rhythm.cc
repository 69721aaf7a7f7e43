#include "simulator/rhythm.h"

namespace pitel::simulation {
namespace {

// At each full hour of local time, interpolated in between.
constexpr double kHours[] = {0.03, 0.02, 0.02, 0.02, 0.02, 0.03, 0.08, 0.30,
                             0.75, 0.98, 1.00, 0.90, 0.45, 0.55, 0.90, 0.95,
                             0.85, 0.60, 0.35, 0.28, 0.22, 0.14, 0.08, 0.05};

double Weekday(std::chrono::weekday day) {
  if (day == std::chrono::Saturday) return 0.5;
  if (day == std::chrono::Sunday) return 0.2;
  return 1;
}

}  // namespace

double Rhythm(Time time, std::chrono::seconds utc_offset) {
  const Time local = time + utc_offset;
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const double hours =
      std::chrono::duration<double, std::ratio<3600>>(local - day).count();
  const auto hour = static_cast<int>(hours);
  const double part = hours - hour;
  return Weekday(std::chrono::weekday(day)) *
         (kHours[hour] * (1 - part) + kHours[(hour + 1) % 24] * part);
}

}  // namespace pitel::simulation
