#include "serve/basic_auth.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

TEST(BasicAuth, IsUserAndPassword) {
  const BasicCredentials alice{"alice", "secret"};
  EXPECT_EQ(ParseBasicAuth("Basic YWxpY2U6c2VjcmV0"), alice);
  EXPECT_EQ(ParseBasicAuth("bAsIc YWxpY2U6c2VjcmV0"), alice);
}

TEST(BasicAuth, TakesAnyBytes) {
  EXPECT_EQ(ParseBasicAuth("Basic YTpiOmM="), (BasicCredentials{"a", "b:c"}));
  EXPECT_EQ(ParseBasicAuth("Basic OmI="), (BasicCredentials{"", "b"}));
  EXPECT_EQ(ParseBasicAuth("Basic YTo="), (BasicCredentials{"a", ""}));
  EXPECT_EQ(ParseBasicAuth("Basic Og=="), BasicCredentials());
  EXPECT_EQ(ParseBasicAuth("Basic YTr/AP4="),
            (BasicCredentials{"a", std::string("\xff\0\xfe", 3)}));
  EXPECT_EQ(ParseBasicAuth("Basic YTo+Pz4/"), (BasicCredentials{"a", ">?>?"}));
}

TEST(BasicAuth, IsAbsentIfMalformed) {
  for (const auto* text :
       {"", "Basic", "Basic ", "Bearer YTpi", "BasicYTpi", "Basic YTp",
        "Basic YTpi=", "Basic YT=i", "Basic Y===", "Basic ====", "Basic YTp!",
        "Basic  YTpi", "Basic YWJj", "Basic YTpi\n", "Basic YT-_"}) {
    EXPECT_EQ(ParseBasicAuth(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace pitel
