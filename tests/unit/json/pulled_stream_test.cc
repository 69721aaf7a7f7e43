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

TEST(PulledStream, TakesPlainTextUpToWhatNeedsAttention) {
  // Of each byte, wherever it is, whatever stands around it.
  for (int value = 0; value < 256; ++value) {
    const char byte = static_cast<char>(value);
    const bool is_plain = value >= 0x20 && byte != '"' && byte != '\\';
    for (std::size_t at = 0; at < 18; ++at) {
      std::string text(18, at % 2 == 0 ? ' ' : '\xff');
      text[at] = byte;
      TextSource source(text);
      PulledStream stream(source);
      EXPECT_EQ(stream.PlainText(), text.substr(0, is_plain ? text.npos : at))
          << "byte " << value << " at " << at;
    }
  }
}

TEST(PulledStream, TakesAStringThatIsWholeInItsRun) {
  const auto taken = [](std::string_view run) {
    TextSource source(run);
    PulledStream stream(source);
    const std::string_view text = stream.TakeWholeString();
    if (text.data() == nullptr) {
      EXPECT_EQ(stream.Tell(), 0u) << run;
      return std::string("nothing");
    }
    EXPECT_EQ(stream.Tell(), text.size() + 2) << run;
    EXPECT_EQ(stream.Peek(), ',');
    return std::string(text);
  };
  EXPECT_EQ(taken(R"("abc",)"), "abc");
  EXPECT_EQ(taken(R"("",)"), "");
  EXPECT_EQ(taken(R"("a text of more than sixteen bytes",)"),
            "a text of more than sixteen bytes");
  EXPECT_EQ(taken(R"("abc")"), "nothing");  // the next byte is in another run
  EXPECT_EQ(taken(R"("abc)"), "nothing");
  EXPECT_EQ(taken(R"(")"), "nothing");
  EXPECT_EQ(taken(R"("a\"b",)"), "nothing");
  EXPECT_EQ(taken("\"a\nb\","), "nothing");
}

TEST(PulledStream, SkipsPlainTextRunByRun) {
  const std::string plain = "a text of more than two runs of eight";
  for (std::size_t size = 1; size <= plain.size() + 1; ++size) {
    Chunks source(plain, size);
    PulledStream stream(source);
    std::string text;
    while (!stream.AtEnd()) {
      text += stream.PlainText();
      stream.Skip(stream.PlainText().size());
    }
    EXPECT_EQ(text, plain);
    EXPECT_EQ(stream.Tell(), plain.size());
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
