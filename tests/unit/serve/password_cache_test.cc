#include "serve/password_cache.h"

#include <gtest/gtest.h>

#include <string>

namespace pitel {
namespace {

TEST(PasswordCache, RemembersWhatWasAdded) {
  PasswordCache cache;
  const LoginKey key = cache.KeyOf("alice", "hash", "secret");
  EXPECT_FALSE(cache.Has(key));
  cache.Add(key);
  EXPECT_TRUE(cache.Has(cache.KeyOf("alice", "hash", "secret")));
  cache.Clear();
  EXPECT_FALSE(cache.Has(key));
}

TEST(PasswordCache, MistakesNoLoginForAnother) {
  const PasswordCache cache;
  const LoginKey key = cache.KeyOf("ab", "cd", "ef");
  for (const auto& [user, hash, password] : {std::tuple("abc", "d", "ef"),
                                             {"a", "bcd", "ef"},
                                             {"ab", "cde", "f"},
                                             {"ab", "c", "def"},
                                             {"cd", "ab", "ef"},
                                             {"ab", "ef", "cd"},
                                             {"", "abcd", "ef"},
                                             {"abcdef", "", ""},
                                             {"", "", "abcdef"}}) {
    EXPECT_NE(key, cache.KeyOf(user, hash, password)) << user << hash;
  }
}

TEST(PasswordCache, HasKeysThatDifferFromProcessToProcess) {
  EXPECT_NE(PasswordCache().KeyOf("a", "b", "c"),
            PasswordCache().KeyOf("a", "b", "c"));
}

TEST(PasswordCache, IsBounded) {
  PasswordCache cache;
  std::size_t remembered = 0;
  const auto key_of = [&](std::size_t i) {
    return cache.KeyOf("alice", "hash", std::to_string(i));
  };
  for (std::size_t i = 0; i <= PasswordCache::kMostEntries; ++i) {
    cache.Add(key_of(i));
  }
  for (std::size_t i = 0; i <= PasswordCache::kMostEntries; ++i) {
    remembered += cache.Has(key_of(i)) ? 1 : 0;
  }
  EXPECT_LE(remembered, PasswordCache::kMostEntries);
  EXPECT_TRUE(cache.Has(key_of(PasswordCache::kMostEntries)));
}

}  // namespace
}  // namespace pitel
