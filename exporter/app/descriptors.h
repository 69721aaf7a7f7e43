#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace pitel {

// Opens the standard streams that are closed. Called before anything else is
// opened: a socket would take the number of standard error, and the log would
// be written to it. Printing to such a stream still fails.
void HoldStandardStreams();

// Raises the soft limit on open file descriptors to the hard limit. Many
// systems start processes with a soft limit of 1,024 for programs that use
// select(), which this one does not.
void RaiseDescriptorLimit();

// A warning with advice if this many concurrent polls and client connections
// may need more descriptors than the limit allows.
std::optional<std::string> DescriptorShortage(std::size_t polls,
                                              std::size_t connections);

// The number of client connections, at most `connections`, that leaves enough
// descriptors for this many concurrent polls; but at least 16.
std::size_t ConnectionsBeside(std::size_t polls, std::size_t connections);

}  // namespace pitel
