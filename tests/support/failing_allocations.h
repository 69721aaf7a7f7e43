// Makes single allocations of a program fail. The source replaces operator new
// and delete, so only programs that mean it list it among their sources.
#pragma once

#include <cstddef>

namespace pitel {

enum class AllocationScope { kThisThread, kOtherThreads, kAnyThread };

// While this lives, the n-th allocation in the scope, from 1, throws
// std::bad_alloc (or is null, of those that do not throw). It fails once; what
// comes after it succeeds. One of these lives at a time.
class FailNthAllocation {
 public:
  FailNthAllocation(std::size_t n, AllocationScope scope);
  ~FailNthAllocation();
  FailNthAllocation(const FailNthAllocation&) = delete;
  FailNthAllocation& operator=(const FailNthAllocation&) = delete;

  // Whether there were so many.
  bool failed() const;
};

// Whether the allocation that the calling thread is about to make fails: for
// allocators other than operator new. Any thread.
bool NextAllocationFails();

}  // namespace pitel
