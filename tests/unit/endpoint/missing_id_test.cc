#include "endpoint/missing_id.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

TEST(MissingId, HasManyWordsInAnyCase) {
  for (const char* id : {"", "0", "-", "null", "None", "NIL", "False",
                         "undefined", "00000000-0000-0000-0000-000000000000"}) {
    EXPECT_TRUE(MeansNoId(id)) << id;
  }
}

TEST(MissingId, IsNoOtherText) {
  for (const char* id :
       {"00", "1", "none1", "00000000-0000-0000-0000-000000000001"}) {
    EXPECT_FALSE(MeansNoId(id)) << id;
  }
}

}  // namespace
}  // namespace pitel
