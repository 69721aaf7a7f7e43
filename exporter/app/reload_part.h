#pragma once

#include "config/problem_list.h"

namespace pitel {

// A part of what a reload replaces, such as the configuration of the targets.
// Called on the reloader's thread: Read of every part and, unless one of them
// reports a problem, Apply of every part. Tested in reloader_test.cc.
class ReloadPart {
 public:
  virtual ~ReloadPart() = default;

  // Reads and validates the candidate. Changes nothing that is in force.
  // Returns all its problems.
  virtual ConfigProblems Read() = 0;
  // Puts the candidate into force. The first part may still refuse it and
  // return why; what is in force then stays.
  virtual ConfigProblems Apply() = 0;
  // Frees the candidate, whatever became of it.
  virtual void Discard() noexcept = 0;
};

}  // namespace pitel
