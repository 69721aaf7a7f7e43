#pragma once

namespace pitel {

// The bounds of every histogram of waits, in seconds, so that the waits of
// calls and of queues compare.
inline constexpr double kWaitBounds[] = {5,  10, 15, 20,  30,
                                         45, 60, 90, 120, 180};

}  // namespace pitel
