#pragma once

#include "app/command_line.h"

namespace pitel {

// The composition root: builds the exporter as the flags and the configuration
// say, runs it until it is told to stop and gives back the exit status. Throws
// what makes a start impossible.
int Run(const CommandLine& command_line);

}  // namespace pitel
