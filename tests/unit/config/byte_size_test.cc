#include "config/byte_size.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace pitel {
namespace {

TEST(ParseByteSize, AcceptsBinaryUnits) {
  EXPECT_EQ(*ParseByteSize("64MiB"), 64u << 20);
  EXPECT_EQ(*ParseByteSize("1KiB"), 1024u);
  EXPECT_EQ(*ParseByteSize("5GiB"), std::size_t{5} << 30);
  EXPECT_EQ(*ParseByteSize("17B"), 17u);
}

TEST(ParseByteSize, RefusesOthers) {
  for (const char* text :
       {"", "64", "64MB", "64M", "64mib", "64 MiB", "1.5MiB", "-1B", "+1B",
        "MiB", "0x10B", "18446744073709551616B", "17179869184GiB"}) {
    EXPECT_FALSE(ParseByteSize(text).ok()) << text;
  }
}

TEST(FormatByteSize, IsReadBackToTheSameSize) {
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{1}, std::size_t{1024}, std::size_t{1025},
        std::size_t{256} << 20, (std::size_t{3} << 30) + 1, SIZE_MAX}) {
    EXPECT_EQ(*ParseByteSize(FormatByteSize(size)), size);
  }
  EXPECT_EQ(FormatByteSize(256u << 20), "256MiB");
}

}  // namespace
}  // namespace pitel
