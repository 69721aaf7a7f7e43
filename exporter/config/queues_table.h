// Tested in load_config_test.cc, bad_configs_test.cc and
// effective_config_test.cc.
#pragma once

#include <string_view>

#include "config/config.h"
#include "config/key_table.h"

namespace pitel {

// The section `queues`, at the top of the file or in a target; `place` says
// which.
KeyTable QueuesTable(QueueOptions& queues, std::string_view place);

}  // namespace pitel
