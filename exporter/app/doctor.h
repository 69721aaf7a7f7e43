#pragma once

#include <chrono>
#include <filesystem>

#include "app/stop_signals.h"
#include "base/clock.h"
#include "base/log.h"
#include "config/config.h"

namespace pitel {

// The flags of --doctor.
struct DoctorOptions {
  std::chrono::nanoseconds duration = std::chrono::minutes(10);
  std::filesystem::path record;  // empty: nothing is recorded
};

// Polls every target at its interval until the time is up or a signal stops it,
// and prints to standard output what it learnt. Shows its progress on standard
// error. Binds nothing. Returns the exit status: 0 if every target responded
// successfully at least once and all was written, else 1. Tested in
// doctor_test.py.
int RunDoctor(const Config& config, const DoctorOptions& options,
              StopSignals& stop, const Clock& clock, Log& log);

}  // namespace pitel
