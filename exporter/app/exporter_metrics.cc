#include "app/exporter_metrics.h"

#include <utility>

#include "app/version.h"
#include "metric/process.h"
#include "render/scrape.h"

namespace pitel {
namespace {

constexpr FamilyHeader kBuildInfo =
    Gauge("pitel_exporter_build_info", "Build information; always 1.",
          {"compiler", "revision", "version"});
constexpr FamilyHeader kReloadSuccessful =
    Gauge("pitel_exporter_config_last_reload_successful",
          "Whether the configuration was accepted when it was last loaded.");
constexpr FamilyHeader kReloadSuccess =
    Gauge("pitel_exporter_config_last_reload_success_timestamp_seconds",
          "When the configuration in force was loaded.");
constexpr FamilyHeader kDroppedLines =
    Counter("pitel_log_lines_dropped_total",
            "Log lines dropped because standard error was not read in time.");

}  // namespace

std::vector<Family> ExporterFamilies(WallTime loaded, bool last_was_valid,
                                     std::uint64_t dropped_log_lines) {
  Family build(kBuildInfo);
  build.Add({kVersion.compiler, kVersion.revision, kVersion.number}, 1);
  std::vector<Family> families;
  families.push_back(std::move(build));
  families.emplace_back(kReloadSuccess, UnixSeconds(loaded));
  families.emplace_back(kReloadSuccessful, last_was_valid ? 1 : 0);
  families.emplace_back(kDroppedLines, static_cast<double>(dropped_log_lines));
  return families;
}

std::string RenderProcessTail(Format format, const Selection& selection) {
  return RenderTail(ReadProcessFamilies(), format, selection);
}

}  // namespace pitel
