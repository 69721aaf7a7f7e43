#pragma once

#include <memory>
#include <vector>

#include "app/poller.h"
#include "app/publisher.h"

namespace pitel {

// Polls every target once, all at the same time, and prints the text page to
// standard output; whether every poll was successful and the page was printed.
// Does not wait for a poll that hangs: it counts as failed, and then the
// process ends here with status 1, since its thread cannot be joined.
bool PollOnce(const std::vector<std::unique_ptr<Poller>>& pollers,
              Publisher& publisher);

}  // namespace pitel
