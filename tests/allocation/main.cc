// Lets allocations of libcurl fail, too.
#include <curl/curl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <stdexcept>

#include "support/failing_allocations.h"

namespace pitel {
namespace {

void* Allocate(std::size_t size) {
  return NextAllocationFails() ? nullptr : std::malloc(size);
}

void* AllocateZeros(std::size_t count, std::size_t size) {
  return NextAllocationFails() ? nullptr : std::calloc(count, size);
}

void* Reallocate(void* memory, std::size_t size) {
  return NextAllocationFails() ? nullptr : std::realloc(memory, size);
}

char* Duplicate(const char* text) {
  return NextAllocationFails() ? nullptr : ::strdup(text);
}

void InitLibcurl() {
  if (curl_global_init_mem(CURL_GLOBAL_DEFAULT, &Allocate, &std::free,
                           &Reallocate, &Duplicate,
                           &AllocateZeros) != CURLE_OK) {
    throw std::runtime_error("cannot initialise libcurl");
  }
}

}  // namespace
}  // namespace pitel

int main(int argc, char** argv) {
  pitel::InitLibcurl();
  testing::InitGoogleMock(&argc, argv);
  const int result = RUN_ALL_TESTS();
  curl_global_cleanup();
  return result;
}
