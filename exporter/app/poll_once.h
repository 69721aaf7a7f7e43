#pragma once

#include <memory>
#include <vector>

#include "app/poller.h"
#include "app/publisher.h"

namespace pitel {

// Polls every target once, many at the same time, and prints the text page to
// standard output. Returns whether every poll was successful and the page was
// printed. A poll that hangs counts as failed; since its thread does not end,
// the process then ends here with status 1.
bool PollOnce(const std::vector<std::unique_ptr<Poller>>& pollers,
              const Clock& clock, Publisher& publisher);

}  // namespace pitel
