#pragma once

#include "app/command_line.h"

namespace pitel {

// The composition root: builds the exporter from the flags and the
// configuration, runs it until it is asked to stop and returns the exit status.
// Throws if it cannot start. Tested in command_line_test.py and
// process_test.py.
int Run(const CommandLine& command_line);

}  // namespace pitel
