#include "support/failing_allocations.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>

namespace pitel {
namespace {

// Its address identifies the thread without allocating memory.
thread_local char this_thread;

struct Switch {
  std::atomic<bool> on = false;
  std::atomic<bool> failed = false;
  std::atomic<std::size_t> to_come = 0;
  std::atomic<AllocationScope> scope{};
  std::atomic<const char*> owner = nullptr;
};
constinit Switch the_switch;

bool IsInScope() {
  const bool is_owner = the_switch.owner == &this_thread;
  switch (the_switch.scope) {
    case AllocationScope::kThisThread:
      return is_owner;
    case AllocationScope::kOtherThreads:
      return !is_owner;
    case AllocationScope::kAnyThread:
      return true;
  }
  return false;
}

void* Allocate(std::size_t size) noexcept {
  return NextAllocationFails() ? nullptr
                               : std::malloc(std::max<std::size_t>(size, 1));
}

void* Allocate(std::size_t size, std::align_val_t alignment) noexcept {
  if (NextAllocationFails()) return nullptr;
  const auto step = static_cast<std::size_t>(alignment);
  const std::size_t steps = std::max<std::size_t>((size + step - 1) / step, 1);
  return std::aligned_alloc(step, steps * step);
}

void* OrThrow(void* memory) {
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

FailNthAllocation::FailNthAllocation(std::size_t n, AllocationScope scope) {
  the_switch.failed = false;
  the_switch.to_come = n;
  the_switch.scope = scope;
  the_switch.owner = &this_thread;
  the_switch.on = true;
}

FailNthAllocation::~FailNthAllocation() { the_switch.on = false; }

bool FailNthAllocation::failed() const { return the_switch.failed; }

bool NextAllocationFails() {
  if (!the_switch.on || !IsInScope()) return false;
  // Wraps around after the one that fails, so that no other one does.
  if (the_switch.to_come.fetch_sub(1) != 1) return false;
  the_switch.failed = true;
  return true;
}

}  // namespace pitel

using pitel::Allocate;
using pitel::OrThrow;

void* operator new(std::size_t size) { return OrThrow(Allocate(size)); }
void* operator new[](std::size_t size) { return OrThrow(Allocate(size)); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return Allocate(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return Allocate(size);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  return OrThrow(Allocate(size, alignment));
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
  return OrThrow(Allocate(size, alignment));
}
void* operator new(std::size_t size, std::align_val_t alignment,
                   const std::nothrow_t&) noexcept {
  return Allocate(size, alignment);
}
void* operator new[](std::size_t size, std::align_val_t alignment,
                     const std::nothrow_t&) noexcept {
  return Allocate(size, alignment);
}

void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, const std::nothrow_t&) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::align_val_t,
                     const std::nothrow_t&) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::align_val_t,
                       const std::nothrow_t&) noexcept {
  std::free(memory);
}
