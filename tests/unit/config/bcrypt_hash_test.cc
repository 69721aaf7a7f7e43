#include "config/bcrypt_hash.h"

#include <gtest/gtest.h>

#include <string>

namespace pitel {
namespace {

const std::string kRest =
    "$abcdefghijklmnopqrstuuAbCdEfGhIjKlMnOpQrStUvWxYz./012";

TEST(BcryptHash, HasItsCost) {
  EXPECT_EQ(BcryptCost("$2a$04" + kRest), 4);
  EXPECT_EQ(BcryptCost("$2b$10" + kRest), 10);
  EXPECT_EQ(BcryptCost("$2x$12" + kRest), 12);
  EXPECT_EQ(BcryptCost("$2y$31" + kRest), 31);
}

TEST(BcryptHash, IsNothingElse) {
  for (const std::string& text :
       {std::string(), std::string("doe"), "$2$10" + kRest, "$2c$10" + kRest,
        "$2y$03" + kRest, "$2y$32" + kRest, "$2y$1" + kRest, "$2y$+9" + kRest,
        "$2y$ 9" + kRest, "$2y$10" + kRest + "x",
        "$2y$10" + kRest.substr(0, 53), "$2y$10" + kRest.substr(0, 53) + "!",
        "$2y$10" + kRest.substr(0, 53) + "\n", "$1y$10" + kRest,
        std::string(
            "$6$rounds=5000$usesomesillystri$D4IrlXatmP7rx3P3InaxBeoom")}) {
    EXPECT_EQ(BcryptCost(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace pitel
