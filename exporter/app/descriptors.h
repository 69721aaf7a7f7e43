#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace pitel {

// Raises the soft limit on open file descriptors to the hard limit. Many
// systems start processes with a soft limit of 1,024 for programs that use
// select(), which this one does not.
void RaiseDescriptorLimit();

// A warning that says what to do, if this many polls at once and client
// connections may need more descriptors than the limit allows.
std::optional<std::string> DescriptorShortage(std::size_t polls,
                                              std::size_t connections);

// The number of client connections, at most `connections`, that leaves enough
// descriptors for this many polls at once; but at least 16.
std::size_t ConnectionsBeside(std::size_t polls, std::size_t connections);

}  // namespace pitel
