#include "config/key_suggestion.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

const KeyTable kTable{"`a`", {{"cert_file", {}}, {"key_file", {}}}};
const KeyTable kOther{"`b`", {{"interval", {}}}};

TEST(KeySuggestion, IsTheNearestKey) {
  EXPECT_EQ(SuggestKey("cert_filse", kTable, {kTable, kOther}),
            ": did you mean `cert_file`?");
}

TEST(KeySuggestion, IsTheSectionToWhichTheKeyBelongs) {
  EXPECT_EQ(SuggestKey("interval", kTable, {kTable, kOther}),
            ": it belongs to `b`");
}

TEST(KeySuggestion, IsTheListOfValidKeys) {
  EXPECT_EQ(SuggestKey("x", kTable, {kTable, kOther}),
            "; valid keys: cert_file, key_file");
}

}  // namespace
}  // namespace pitel
