#include "json/reader.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <new>
#include <string>
#include <vector>

#include "unit/json/chunks.h"

namespace pitel {
namespace {

// Records what it receives.
class Recorder final : public JsonHandler {
 public:
  bool Open(JsonType type) override {
    return Note(type == JsonType::kObject ? "{" : "[");
  }
  bool Close(JsonType type) override {
    return Note(type == JsonType::kObject ? "}" : "]");
  }
  bool Key(std::string_view key) override { return Note(key, "="); }
  bool Scalar(JsonType type, std::string_view text) override {
    if (type == JsonType::kNull) return text.empty() && Note("null ");
    return Note(text, type == JsonType::kString ? "s " : "l ");
  }

  std::string events;
  std::size_t stop_after = 1'000'000;

 private:
  bool Note(std::string_view text, std::string_view mark = "") {
    events.append(text).append(mark);
    return events.size() < stop_after;
  }
};

// Allocates no memory.
class Ignoring final : public JsonHandler {
 public:
  bool Open(JsonType) override { return true; }
  bool Close(JsonType) override { return true; }
  bool Key(std::string_view) override { return true; }
  bool Scalar(JsonType, std::string_view) override { return true; }
};

JsonOutcome Read(std::string_view text) {
  TextSource source(text);
  Recorder recorder;
  return ReadJson(source, recorder);
}

void ExpectParseError(std::string_view text) {
  const JsonOutcome outcome = Read(text);
  ASSERT_TRUE(outcome.error) << text;
  EXPECT_EQ(outcome.error->kind, JsonError::Kind::kParse);
}

TEST(ReadJson, DeliversADocumentInOrderInRunsOfAnySize) {
  const std::string text =
      R"( {"a": [1, -2.5e+3, "x\u00e9\"", true], "b": {"c": null}} )";
  for (std::size_t size = 1; size <= text.size(); ++size) {
    Chunks source(text, size);
    Recorder recorder;
    EXPECT_FALSE(ReadJson(source, recorder).error) << size;
    EXPECT_EQ(recorder.events,
              "{a=[1l -2.5e+3l x\u00e9\"s truel ]b={c=null }}");
  }
}

TEST(ReadJson, KeepsNumbersAsTheyAreWritten) {
  TextSource source(
      "[1e308, 1.00000000001e-2147483638, -0, 12345678901234567890"
      "123]");
  Recorder recorder;
  EXPECT_FALSE(ReadJson(source, recorder).error);
  EXPECT_EQ(recorder.events,
            "[1e308l 1.00000000001e-2147483638l -0l "
            "12345678901234567890123l ]");
}

TEST(ReadJson, RefusesTextThatIsNotJsonToTheLastByte) {
  for (const char* text :
       {"", " ", "{", "[1,]", "{\"a\":1,}", "[1] x", "[1][2]", "nul", "[01]",
        "[1e]", "[.5]", "['a']", "[NaN]", "\"abc", "[\"\\x\"]", "[\"a\tb\"]",
        "[\"a\nb\"]"}) {
    ExpectParseError(text);
  }
}

TEST(ReadJson, SkipsAByteOrderMark) {
  EXPECT_FALSE(Read("\xEF\xBB\xBF[1]").error);
  for (const char* text : {"\xEF", "\xEF\xBB[]", "\xEF\xBB\xBF",
                           "[\xEF\xBB\xBF]", "\xEF\xBB\xBF\xEF\xBB\xBF[]"}) {
    ExpectParseError(text);
  }
}

TEST(ReadJson, NamesFormatsOtherThanJsonInUtf8) {
  using namespace std::string_view_literals;
  for (const std::string_view text :
       {"{\0\"\0"sv, "\0{\0\""sv, "\xFF\xFE{\0"sv, "\xFE\xFF\0{"sv}) {
    EXPECT_EQ(Read(text).error->message, "the body is UTF-16, expected UTF-8");
  }
  EXPECT_EQ(Read(" \n<html>").error->message,
            "the body is HTML or XML, expected JSON");
}

// RapidJSON's own limit, which it keeps even where it does not convert.
TEST(ReadJson, RefusesNumbersBeyondADouble) {
  ExpectParseError("[1e309]");
  ExpectParseError("[" + std::string(400, '9') + "]");
}

TEST(ReadJson, RefusesNulBytes) {
  using std::string_view_literals::operator""sv;
  ExpectParseError("[1]\0"sv);
  ExpectParseError("[1]\0[2]"sv);
  ExpectParseError("\0[1]"sv);
  ExpectParseError("[\"a\0b\"]"sv);
}

TEST(ReadJson, RefusesALoneHighSurrogateAndPassesALoneLowOne) {
  ExpectParseError(R"(["\ud800"])");
  ExpectParseError(R"(["\ud800x"])");
  ExpectParseError(R"(["\ud800\u0041"])");
  EXPECT_FALSE(Read(R"(["\ud83d\ude00"])").error);
  EXPECT_FALSE(Read(R"(["\udc00"])").error);
}

TEST(ReadJson, StopsAtTheDepthLimit) {
  const auto nested = [](int depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_FALSE(Read(nested(kJsonDepth)).error);
  ExpectParseError(nested(kJsonDepth + 1));
  ExpectParseError(std::string(1'000'000, '['));
  std::string objects;
  for (int i = 0; i < 1'000'000; ++i) objects += "{\"a\":";
  ExpectParseError(objects);
}

TEST(ReadJson, RefusesATextThatDoesNotEnd) {
  const std::string endless(kJsonTextBytes + 2000, 'x');
  for (const std::string& text : {"[\"" + endless, "[\"" + endless + "\"]",
                                  "{\"a\": 1, \"" + endless + "\": 1}",
                                  "[1" + std::string(endless.size(), ' ')}) {
    Chunks source(text, 1000);
    Recorder recorder;
    const auto error = ReadJson(source, recorder).error;
    ASSERT_TRUE(error) << text.substr(0, 20);
    EXPECT_EQ(error->kind, JsonError::Kind::kTooLarge) << error->message;
    EXPECT_EQ(error->message.find("text or white space of more than 4 MiB"), 0u)
        << error->message;
  }
}

TEST(ReadJson, AcceptsManyAndLongTexts) {
  const std::string text(1'000'000, 'x');
  std::string document = "[\"\"";
  for (int i = 0; i < 20; ++i) document += ", \"" + text + "\"";
  document += "]";
  for (const std::size_t run : {std::size_t{1000}, document.size()}) {
    Chunks source(document, run);
    Recorder recorder;
    recorder.stop_after = 100'000'000;
    const JsonOutcome outcome = ReadJson(source, recorder);
    EXPECT_FALSE(outcome.error) << outcome.error->message;
    EXPECT_FALSE(outcome.stopped);
  }
}

// Prevents this process from mapping more memory.
void ForbidGrowth() {
  std::ifstream statm("/proc/self/statm");
  rlim_t pages = 0;
  statm >> pages;
  const rlim_t bytes = pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE));
  const rlimit limit{bytes, bytes};
  ::setrlimit(RLIMIT_AS, &limit);
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kHasSanitizer = true;
#elif defined(__has_feature)
constexpr bool kHasSanitizer =
    __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool kHasSanitizer = false;
#endif

TEST(ReadJsonDeathTest, ThrowsIfThereIsNoMemoryForAText) {
  if (kHasSanitizer) GTEST_SKIP() << "sanitizers reserve address space";
  testing::GTEST_FLAG(death_test_style) = "threadsafe";
  const std::string text = "[\"" + std::string(3'000'000, 'x') + "\"]";
  const auto read = [&] {
    Chunks source(text, 1000);
    Ignoring ignoring;
    ForbidGrowth();
    try {
      ReadJson(source, ignoring);
    } catch (const std::bad_alloc&) {
      std::_Exit(7);
    }
    std::_Exit(0);
  };
  EXPECT_EXIT(read(), testing::ExitedWithCode(7), "");
}

TEST(ReadJson, SaysWhereTheErrorIs) {
  using std::string_view_literals::operator""sv;
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"[1, x]", "invalid value at byte 4"},
      {"[1]\0"sv, "NUL byte after the document at byte 3"},
      {"[1] x", "unexpected text after the document at byte 4"},
      {"{1: 2}", "expected a key at byte 1"},
      {R"({"a" 1})", "expected a colon after a key at byte 5"},
      {R"({"a": 1 2})", "expected a comma or a closing brace at byte 8"},
      {"[1 2]", "expected a comma or a closing bracket at byte 3"},
      {R"(["\u00g0"])", "invalid \\u escape in a string at byte 2"},
      {R"(["\ud800x"])", "unpaired surrogate in a string at byte 2"},
      {R"(["\x41"])", "invalid escape in a string at byte 2"},
      {"[\"a\nb\"]", "raw control character in a string at byte 3"},
      {"[\"a\0b\"]"sv, "raw control character in a string at byte 3"},
      {"[1e309]", "number beyond the range of a double at byte 1"},
      {"[1.]", "expected a digit after a decimal point at byte 3"},
      {"[1e]", "expected a digit in an exponent at byte 3"},
      {R"({"a": [1, "x)", "the document ends too early at byte 12"},
      {"tru", "the document ends too early at byte 3"}};
  for (const auto& [text, message] : cases) {
    ASSERT_TRUE(Read(text).error) << text;
    EXPECT_EQ(Read(text).error->message, message) << text;
  }
}

TEST(ReadJson, SaysThatADocumentIsEmpty) {
  EXPECT_EQ(Read("").error->message, "the response is empty");
  EXPECT_EQ(Read(" \n").error->message,
            "the response contains nothing but white space");
}

TEST(ReadJson, SaysThatTheHandlerStoppedIt) {
  TextSource source("[1, 2, 3, nonsense");
  Recorder recorder;
  recorder.stop_after = 4;
  const JsonOutcome outcome = ReadJson(source, recorder);
  EXPECT_TRUE(outcome.stopped);
  EXPECT_FALSE(outcome.error);
}

TEST(ReadJson, ReadsTheSourceToItsEnd) {
  Chunks source("[1]     ", 3);
  Recorder recorder;
  EXPECT_FALSE(ReadJson(source, recorder).error);
  EXPECT_EQ(source.Next(), "");
}

}  // namespace
}  // namespace pitel
