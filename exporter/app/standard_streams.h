#pragma once

namespace pitel {

// Called before anything is opened: a standard stream that came closed would
// lend its number to a socket, and the log would be written there. What is
// printed to such a stream still fails.
void HoldStandardStreams();

}  // namespace pitel
