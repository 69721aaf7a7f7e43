#include "base/text.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

TEST(Trim, RemovesAsciiWhiteSpaceAtBothEnds) {
  EXPECT_EQ(Trim(" \t\r\n\v\fRINGING \n"), "RINGING");
  EXPECT_EQ(Trim("a b"), "a b");
  EXPECT_EQ(Trim(" \t "), "");
  EXPECT_EQ(Trim("\xC2\xA0x"), "\xC2\xA0x");
}

TEST(EqualsIgnoringCase, FoldsAsciiOnly) {
  EXPECT_TRUE(EqualsIgnoringCase("RINGING", "ringing"));
  EXPECT_FALSE(EqualsIgnoringCase("ringing", "ringin"));
  EXPECT_FALSE(EqualsIgnoringCase("\xC3\x80", "\xC3\xA0"));
}

TEST(WellFormedPrefix, EndsBeforeTheFirstIllFormedPart) {
  EXPECT_EQ(WellFormedPrefix(""), 0u);
  EXPECT_EQ(WellFormedPrefix("Hòa"), 4u);
  EXPECT_EQ(WellFormedPrefix("Hòa\xC0\xAFx"), 4u);
  EXPECT_EQ(WellFormedPrefix("a\xF0\x9F\x98"), 1u);
}

TEST(SafeLabelValue, KeepsWellFormedText) {
  EXPECT_EQ(SafeLabelValue("tp.tel4vn.com"), "tp.tel4vn.com");
  EXPECT_EQ(SafeLabelValue("Hòa Bình \xF0\x9F\x98\x80"),
            "Hòa Bình \xF0\x9F\x98\x80");
}

// The examples of Unicode 15, section 3.9, tables 3-8 to 3-11.
TEST(SafeLabelValue, ReplacesEachMaximalIllFormedPartOnce) {
  const std::string r = "\xEF\xBF\xBD";
  EXPECT_EQ(SafeLabelValue("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41"),
            r + r + r + r + r + r + r + r + "A");
  EXPECT_EQ(SafeLabelValue("\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41"),
            r + r + r + r + r + r + r + r + "A");
  EXPECT_EQ(SafeLabelValue("\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42"),
            r + r + r + r + r + "A" + r + r + "B");
  EXPECT_EQ(SafeLabelValue("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41"),
            r + r + r + r + "A");
}

TEST(SafeLabelValue, ReplacesATruncatedSequenceAtTheEnd) {
  EXPECT_EQ(SafeLabelValue("a\xF0\x9F\x98"), "a\xEF\xBF\xBD");
}

TEST(SafeLabelValue, TurnsControlCharactersIntoSpaces) {
  EXPECT_EQ(SafeLabelValue(std::string_view("a\0b\nc\x7F\xC2\x85z", 9)),
            "a b c  z");
}

TEST(SafeLabelValue, CutsOnACodePoint) {
  const std::string almost(kLabelValueBytes - 1, 'x');
  EXPECT_EQ(SafeLabelValue(almost + "yz"), almost + "y");
  EXPECT_EQ(SafeLabelValue(almost + "\xC3\xA0"), almost);
}

TEST(PrintableText, KeepsVisibleCharacters) {
  EXPECT_EQ(PrintableText("CN = api.example.com, O = H\u00f2a B\u00ecnh"),
            "CN = api.example.com, O = H\u00f2a B\u00ecnh");
  EXPECT_EQ(PrintableText(""), "");
  EXPECT_EQ(PrintableText("\U0001F600"), "\U0001F600");
}

TEST(PrintableText, ReplacesInvisibleAndDirectionalCharacters) {
  EXPECT_EQ(PrintableText("a\nb\x1b[31mc\x7f"), "a?b?[31mc?");
  EXPECT_EQ(PrintableText(std::string("a\0b", 3)), "a?b");
  for (const char* text :
       {"\u0085", "\u00ad", "\u061c", "\u200b", "\u200f", "\u2028", "\u202e",
        "\u2066", "\u2069", "\ufeff", "\U000e0041"}) {
    EXPECT_EQ(PrintableText(text), "?") << text;
  }
  EXPECT_EQ(PrintableText("\xff\xc3-"),
            "?"
            "?-");
}

TEST(PrintableText, TruncatesAtACodePoint) {
  EXPECT_EQ(PrintableText(std::string(200, 'x')), std::string(200, 'x'));
  EXPECT_EQ(PrintableText(std::string(201, 'x')),
            std::string(200, 'x') + "...");
  EXPECT_EQ(PrintableText(std::string(199, 'x') + "\u00e9"),
            std::string(199, 'x') + "...");
}

TEST(IsVisibleAscii, LeavesOutSpacesControlsAndOtherBytes) {
  EXPECT_TRUE(IsVisibleAscii('!') && IsVisibleAscii('~'));
  for (const char c : {' ', '\n', '\x7f', '\0', '\x80', '\xff'}) {
    EXPECT_FALSE(IsVisibleAscii(c)) << int{c};
  }
}

TEST(IsControl, KnowsThoseOfAsciiOnly) {
  EXPECT_TRUE(IsControl('\0') && IsControl('\x1f') && IsControl('\x7f'));
  EXPECT_FALSE(IsControl(' ') || IsControl('~') || IsControl('\x80'));
}

TEST(Quoted, MakesTextSafeForAMessage) {
  EXPECT_EQ(Quoted("hcm"), "`hcm`");
  EXPECT_EQ(Quoted("a\nb"), "`a b`");
  EXPECT_EQ(Quoted(std::string(1000, 'x')).size(), kLabelValueBytes + 2);
}

TEST(DoubleQuoted, EscapesAsJsonDoes) {
  EXPECT_EQ(DoubleQuoted(""), R"("")");
  EXPECT_EQ(DoubleQuoted("H\u00f2a"), "\"H\u00f2a\"");
  EXPECT_EQ(DoubleQuoted("a\"b\\c\nd\t\x7f"), R"("a\"b\\c\nd\u0009\u007f")");
  EXPECT_EQ(DoubleQuoted({"\0\x1f", 2}), R"("\u0000\u001f")");
}

}  // namespace
}  // namespace pitel
