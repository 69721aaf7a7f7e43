// Tested in load_config_test.cc, bad_configs_test.cc and
// effective_config_test.cc.
#pragma once

#include "config/config.h"
#include "config/key_table.h"
#include "config/poll_times.h"

namespace pitel {

// The values of a target's mapping.
struct TargetValues {
  TargetConfig target;
  GivenTimes times;  // of its own
};

// Secrets are printed as `<secret>`, which is accepted as a secret when read.
KeyTable TargetTable(TargetValues& values);
KeyTable TlsTable(TlsOptions& tls);

}  // namespace pitel
