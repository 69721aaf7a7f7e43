#include "json/pulled_stream.h"

#include <gtest/gtest.h>

#include <string>

#include "unit/json/chunks.h"

namespace pitel {
namespace {

std::string TakeAll(PulledStream& stream) {
  std::string text;
  while (!stream.AtEnd()) text += stream.Take();
  return text;
}

TEST(PulledStream, JoinsRunsOfAnySize) {
  const std::string text = "{\"a\": 1}";
  for (std::size_t size = 1; size <= text.size() + 1; ++size) {
    Chunks source(text, size);
    PulledStream stream(source);
    EXPECT_EQ(TakeAll(stream), text);
    EXPECT_EQ(stream.Tell(), text.size());
  }
}

TEST(PulledStream, DistinguishesTheEndFromANul) {
  TextSource source({"\0x", 2});
  PulledStream stream(source);
  EXPECT_EQ(stream.Peek(), '\0');
  EXPECT_FALSE(stream.AtEnd());
  EXPECT_EQ(TakeAll(stream), std::string("\0x", 2));
  EXPECT_EQ(stream.Peek(), '\0');
}

TEST(PulledStream, StaysAtTheEnd) {
  TextSource source("x");
  PulledStream stream(source);
  for (int i = 0; i < 5; ++i) stream.Take();
  EXPECT_TRUE(stream.AtEnd());
  EXPECT_EQ(stream.Tell(), 1u);
}

TEST(PulledStream, SkipsAWholeByteOrderMarkOnly) {
  const auto skips = [](std::string_view text, std::size_t size) {
    Chunks source(text, size);
    PulledStream stream(source);
    return stream.SkipByteOrderMark() ? TakeAll(stream) : "half";
  };
  for (const std::size_t size : {1, 2, 3, 9}) {
    EXPECT_EQ(skips("\xEF\xBB\xBF{}", size), "{}");
    EXPECT_EQ(skips("{}", size), "{}");
    EXPECT_EQ(skips("\xEF\xBB{}", size), "half");
  }
}

TEST(PulledStream, GivesUpIfNothingIsReportedForTooLong) {
  const std::string text(kJsonTextBytes + 3, ' ');
  const auto gives_up = [&](std::size_t event_at) {
    Chunks source(text, 1);
    PulledStream stream(source);
    while (!stream.AtEnd()) {
      if (stream.Tell() == event_at) stream.NoteEvent();
      stream.Take();
    }
    return stream.gave_up();
  };
  EXPECT_TRUE(gives_up(0));
  EXPECT_FALSE(gives_up(100));
}

}  // namespace
}  // namespace pitel
