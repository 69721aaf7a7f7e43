#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace pitel {

// Raises the soft limit of open file descriptors to the hard one: many systems
// start processes with 1,024, for programs that use select(). Nothing here
// does.
void RaiseDescriptorLimit();

// Whether so many targets and connections of clients may need more descriptors
// than the hard limit allows, and what to do about it, in words.
std::optional<std::string> DescriptorShortage(std::size_t targets,
                                              std::size_t connections);

}  // namespace pitel
