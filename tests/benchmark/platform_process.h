#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string_view>
#include <vector>

#include "json/byte_source.h"
#include "simulator/parameters.h"

namespace pitel::benchmark {

// A simulated platform in its own process, so that its memory and CPU time are
// not the caller's. Ends with this object.
class PlatformProcess {
 public:
  // Forks: call it before any thread starts. Calls are in progress when the
  // platform first responds, `warm_up` after it began.
  PlatformProcess(const simulation::Parameters& parameters,
                  simulation::Duration warm_up);
  ~PlatformProcess();
  PlatformProcess(const PlatformProcess&) = delete;
  PlatformProcess& operator=(const PlatformProcess&) = delete;

  // The response at `time`, which is later than the last: rows of phones that
  // are in a call. Read it to its end before the next one.
  class Response final : public ByteSource {
   public:
    explicit Response(PlatformProcess& platform) : platform_(platform) {}
    std::string_view Next() override { return platform_.NextChunk(); }

   private:
    PlatformProcess& platform_;
  };
  Response ResponseAt(simulation::Time time);

 private:
  std::string_view NextChunk();

  pid_t process_ = -1;
  int requests_ = -1;   // takes the time of the wanted response
  int responses_ = -1;  // gives chunks, each behind its size; 0 ends a response
  std::vector<char> chunk_;
};

}  // namespace pitel::benchmark
