#pragma once

#include "app/command_line.h"

namespace pitel {

// The composition root: builds the exporter as the flags and the configuration
// say, runs it until it is told to stop and gives back the exit status. Throws
// what makes a start impossible. Tested in command_line_test.py and
// process_test.py.
int Run(const CommandLine& command_line);

}  // namespace pitel
