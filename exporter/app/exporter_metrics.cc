#include "app/exporter_metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>

#include <string>

#include "app/version.h"

namespace pitel {

CollectedFamilies ExporterFamilies(WallTime loaded,
                                   std::uint64_t dropped_log_lines) {
  prometheus::Registry registry;
  prometheus::BuildGauge()
      .Name("pitel_exporter_build_info")
      .Help("Build information; always 1.")
      .Register(registry)
      .Add({{"version", std::string(kVersion.number)},
            {"revision", std::string(kVersion.revision)},
            {"compiler", std::string(kVersion.compiler)}})
      .Set(1);
  prometheus::BuildGauge()
      .Name("pitel_exporter_config_last_reload_successful")
      .Help("Whether the configuration was accepted when it was last loaded.")
      .Register(registry)
      .Add({})
      .Set(1);
  prometheus::BuildGauge()
      .Name("pitel_exporter_config_last_reload_success_timestamp_seconds")
      .Help("When the configuration in force was loaded.")
      .Register(registry)
      .Add({})
      .Set(UnixSeconds(loaded));
  prometheus::BuildCounter()
      .Name("pitel_log_lines_dropped_total")
      .Help("Log lines dropped because standard error was not read in time.")
      .Register(registry)
      .Add({})
      .Increment(static_cast<double>(dropped_log_lines));
  return CollectedFamilies(registry);
}

}  // namespace pitel
