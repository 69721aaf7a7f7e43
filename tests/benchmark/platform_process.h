#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string_view>
#include <vector>

#include "json/byte_source.h"
#include "simulator/parameters.h"

namespace pitel::benchmark {

// A simulated platform in a process of its own, so that its memory and its
// computing are not those of the caller. Ends with its object.
class PlatformProcess {
 public:
  // Forks: call it before any thread starts. Calls are under way when the
  // platform answers for the first time, `warm_up` after it began.
  PlatformProcess(const simulation::Parameters& parameters,
                  simulation::Duration warm_up);
  ~PlatformProcess();
  PlatformProcess(const PlatformProcess&) = delete;
  PlatformProcess& operator=(const PlatformProcess&) = delete;

  // The answer at `time`, which is later than the last: rows of phones that
  // are in a call. Read it to its end before the next one.
  class Answer final : public ByteSource {
   public:
    explicit Answer(PlatformProcess& platform) : platform_(platform) {}
    std::string_view Next() override { return platform_.NextChunk(); }

   private:
    PlatformProcess& platform_;
  };
  Answer AnswerAt(simulation::Time time);

 private:
  std::string_view NextChunk();

  pid_t process_ = -1;
  int requests_ = -1;  // takes the time to answer for
  int answers_ = -1;   // gives chunks, each behind its size; 0 ends an answer
  std::vector<char> chunk_;
};

}  // namespace pitel::benchmark
