#include "serve/bcrypt.h"

#include <gtest/gtest.h>

#include "unit/serve/passwords.h"

namespace pitel {
namespace {

using testing::HashOf;

// The hash with the prefix of another implementation.
std::string As(const std::string& prefix, const std::string& hash) {
  return prefix + hash.substr(prefix.size());
}

TEST(Bcrypt, KnowsThePassword) {
  Bcrypt bcrypt;
  const std::string hash = HashOf("secret");
  EXPECT_TRUE(bcrypt.Matches("secret", hash));
  EXPECT_FALSE(bcrypt.Matches("Secret", hash));
  EXPECT_FALSE(bcrypt.Matches("secret ", hash));
  EXPECT_FALSE(bcrypt.Matches("", hash));
  EXPECT_TRUE(bcrypt.Matches("", HashOf("")));
}

TEST(Bcrypt, TreatsAllVariantsAlikeAsGoDoes) {
  Bcrypt bcrypt;
  for (const auto* password : {"secret",
                               "\xff\xa3"
                               "34\xff\xff\xff\xa3"
                               "345"}) {
    const std::string hash = HashOf(password);
    for (const auto* prefix : {"$2a", "$2b", "$2x", "$2y"}) {
      EXPECT_TRUE(bcrypt.Matches(password, As(prefix, hash))) << prefix;
    }
  }
}

// Made by Go.
TEST(Bcrypt, KnowsAHashOfAnotherProgram) {
  EXPECT_TRUE(Bcrypt().Matches(
      "đường hầm",
      "$2a$12$xxBfUgNIVJZYWeubB1knEuCDvnGinvEPQ6uAnNFQ6ll1nJnllhNuO"));
}

TEST(Bcrypt, UsesTheFirst72BytesOnly) {
  Bcrypt bcrypt;
  const std::string longest(72, 'x');
  const std::string hash = HashOf(longest);
  EXPECT_TRUE(bcrypt.Matches(longest, hash));
  EXPECT_TRUE(bcrypt.Matches(longest + std::string(1000, 'y'), hash));
  EXPECT_FALSE(bcrypt.Matches(longest.substr(1), hash));
}

TEST(Bcrypt, DoesNotTakeAPasswordThatGoesOnAfterAZeroByte) {
  EXPECT_FALSE(Bcrypt().Matches(std::string("secret\0x", 8), HashOf("secret")));
  EXPECT_FALSE(Bcrypt().Matches(std::string("\0", 1), HashOf("")));
}

// The last character of a salt has two bits that do not count.
TEST(Bcrypt, AcceptsASaltWithSpareBits) {
  std::string hash = HashOf("secret");
  ASSERT_EQ(hash[28], 'u');
  hash[28] = 'v';
  EXPECT_TRUE(Bcrypt().Matches("secret", hash));
}

}  // namespace
}  // namespace pitel
