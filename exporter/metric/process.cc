#include "metric/process.h"

#include <dirent.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ctime>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/number.h"
#include "base/text_file.h"

namespace pitel {
namespace {

// Named and described as in other client libraries.
constexpr FamilyHeader kCpuSeconds =
    Counter("process_cpu_seconds_total",
            "Total user and system CPU time spent in seconds.");
constexpr FamilyHeader kMaxFds =
    Gauge("process_max_fds", "Maximum number of open file descriptors.");
constexpr FamilyHeader kOpenFds =
    Gauge("process_open_fds", "Number of open file descriptors.");
constexpr FamilyHeader kResidentBytes =
    Gauge("process_resident_memory_bytes", "Resident memory size in bytes.");
constexpr FamilyHeader kStartTime =
    Gauge("process_start_time_seconds",
          "Start time of the process since unix epoch in seconds.");
constexpr FamilyHeader kThreads =
    Gauge("process_threads", "Number of OS threads in the process.");
constexpr FamilyHeader kVirtualBytes =
    Gauge("process_virtual_memory_bytes", "Virtual memory size in bytes.");
constexpr FamilyHeader kVirtualMaxBytes =
    Gauge("process_virtual_memory_max_bytes",
          "Maximum amount of virtual memory available in bytes.");

// More than the kernel writes, for any number of processors.
constexpr std::size_t kProcFileBytes = std::size_t{4} << 20;

// Empty if it cannot be read.
std::string ReadProcFile(const char* path) {
  auto text = ReadTextFile(path, kProcFileBytes);
  return text ? *std::move(text) : "";
}

// The `n`th field of /proc/self/stat, counted as proc(5) does. The second is
// the name of the program, in parentheses, and may contain anything.
std::optional<double> StatField(std::string_view stat, int n) {
  const auto name_end = stat.rfind(')');
  if (name_end == std::string_view::npos) return std::nullopt;
  stat.remove_prefix(name_end + 1);
  for (int field = 2; field < n; ++field) {
    const auto space = stat.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    stat.remove_prefix(space + 1);
    if (field == n - 1) return TakeNumber<double>(stat);
  }
  return std::nullopt;
}

double SecondsOf(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) +
         1e-9 * static_cast<double>(time.tv_nsec);
}

// When the machine booted, in seconds since the epoch. The sandbox of a service
// hides /proc/stat, which also says so.
double BootTime() {
  return SecondsOf(CLOCK_REALTIME) - SecondsOf(CLOCK_BOOTTIME);
}

// Since Linux 6.2, the folder states the number of its entries as its size,
// before 0.
std::optional<double> CountOpenFds() {
  constexpr char kFolder[] = "/proc/self/fd";
  struct stat status {};
  if (stat(kFolder, &status) == 0 && status.st_size > 0) {
    return static_cast<double>(status.st_size);
  }
  DIR* const directory = opendir(kFolder);
  if (directory == nullptr) return std::nullopt;
  // Not ".", "..", nor the descriptor that reads the directory.
  double count = -3;
  while (readdir(directory) != nullptr) ++count;
  closedir(directory);
  return count;
}

std::optional<double> SoftLimit(__rlimit_resource resource) {
  rlimit limit{};
  if (getrlimit(resource, &limit) != 0) return std::nullopt;
  if (limit.rlim_cur == RLIM_INFINITY) {
    return std::numeric_limits<double>::infinity();
  }
  return static_cast<double>(limit.rlim_cur);
}

std::optional<double> operator*(std::optional<double> number, double factor) {
  if (!number) return std::nullopt;
  return *number * factor;
}

std::optional<double> operator+(std::optional<double> a,
                                std::optional<double> b) {
  if (!a || !b) return std::nullopt;
  return *a + *b;
}

}  // namespace

std::vector<Family> ReadProcessFamilies() {
  const std::string stat = ReadProcFile("/proc/self/stat");
  const double tick = 1.0 / static_cast<double>(sysconf(_SC_CLK_TCK));
  const double page = static_cast<double>(sysconf(_SC_PAGESIZE));
  static const std::optional<double> boot_time = BootTime();
  const std::pair<const FamilyHeader&, std::optional<double>> values[] = {
      {kCpuSeconds, (StatField(stat, 14) + StatField(stat, 15)) * tick},
      {kMaxFds, SoftLimit(RLIMIT_NOFILE)},
      {kOpenFds, CountOpenFds()},
      {kResidentBytes, StatField(stat, 24) * page},
      {kStartTime, boot_time + StatField(stat, 22) * tick},
      {kThreads, StatField(stat, 20)},
      {kVirtualBytes, StatField(stat, 23)},
      {kVirtualMaxBytes, SoftLimit(RLIMIT_AS)}};
  std::vector<Family> families;
  for (const auto& [header, value] : values) {
    if (value) families.emplace_back(header, *value);
  }
  return families;
}

}  // namespace pitel
