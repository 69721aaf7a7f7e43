// Makes selected allocations of a program fail. The source file replaces
// operator new and delete, so only programs that need it list it among their
// sources.
#pragma once

#include <cstddef>

namespace pitel {

enum class AllocationScope { kThisThread, kOtherThreads, kAnyThread };

// While this exists, the n-th allocation in the scope, counted from 1, throws
// std::bad_alloc or, if it is one that does not throw, returns null. Later ones
// succeed. Only one of these exists at a time.
class FailNthAllocation {
 public:
  FailNthAllocation(std::size_t n, AllocationScope scope);
  ~FailNthAllocation();
  FailNthAllocation(const FailNthAllocation&) = delete;
  FailNthAllocation& operator=(const FailNthAllocation&) = delete;

  // Whether there was an n-th allocation.
  bool failed() const;
};

// Whether the next allocation of the calling thread fails; for allocators other
// than operator new. Counts as that allocation. Any thread.
bool NextAllocationFails();

}  // namespace pitel
