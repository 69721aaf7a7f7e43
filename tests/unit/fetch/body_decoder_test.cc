#include "fetch/body_decoder.h"

#include <gtest/gtest.h>

#include "support/gzip.h"

namespace pitel {
namespace {

// All bytes that can be decoded if `body` arrives in pieces of `step` bytes.
std::string Decode(BodyDecoder& decoder, std::string_view body,
                   std::size_t step) {
  std::string decoded;
  while (!body.empty()) {
    decoder.Append(body.substr(0, step));
    body.remove_prefix(std::min(step, body.size()));
    for (auto run = decoder.Next(); !run.empty(); run = decoder.Next()) {
      decoded += run;
    }
  }
  return decoded;
}

std::string Text() {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += std::to_string(i * i) + " ";
  return text;
}

TEST(BodyDecoder, PassesOnAnUnencodedBody) {
  for (const std::size_t step : {1u, 7u, 100'000u}) {
    BodyDecoder decoder;
    EXPECT_EQ(Decode(decoder, Text(), step), Text());
    EXPECT_FALSE(decoder.Problem(true));
    EXPECT_EQ(decoder.pending(), 0u);
  }
}

TEST(BodyDecoder, DecodesGzipInPiecesOfAnySize) {
  for (const std::size_t step : {1u, 7u, 100'000u}) {
    BodyDecoder decoder;
    decoder.ExpectGzip();
    EXPECT_EQ(Decode(decoder, Gzip(Text()), step), Text());
    EXPECT_FALSE(decoder.Problem(true));
    EXPECT_EQ(decoder.pending(), 0u);
  }
}

TEST(BodyDecoder, DecodesAnEmptyMember) {
  BodyDecoder decoder;
  decoder.ExpectGzip();
  EXPECT_EQ(Decode(decoder, Gzip(""), 100), "");
  EXPECT_FALSE(decoder.Problem(true));
}

TEST(BodyDecoder, DecodesABoundedRunAtATime) {
  BodyDecoder decoder;
  decoder.ExpectGzip();
  decoder.Append(Gzip(std::string(10 << 20, ' ')));
  std::size_t size = 0;
  for (auto run = decoder.Next(); !run.empty(); run = decoder.Next()) {
    EXPECT_LE(run.size(), kDecodedRunBytes);
    size += run.size();
  }
  EXPECT_EQ(size, 10u << 20);
}

TEST(BodyDecoder, DetectsACutOffBodyAtTheEnd) {
  BodyDecoder decoder;
  decoder.ExpectGzip();
  const std::string zipped = Gzip(Text());
  Decode(decoder, zipped.substr(0, zipped.size() - 1), 1000);
  EXPECT_FALSE(decoder.Problem(false)) << "the rest may still arrive";
  EXPECT_EQ(decoder.Problem(true), "the gzip body is cut off");
  EXPECT_TRUE([] {
    BodyDecoder nothing_came;
    nothing_came.ExpectGzip();
    return nothing_came.Problem(true).has_value();
  }());
}

TEST(BodyDecoder, DetectsADamagedBody) {
  BodyDecoder decoder;
  decoder.ExpectGzip();
  EXPECT_EQ(Decode(decoder, Text(), 100), "");
  EXPECT_EQ(decoder.Problem(false), "the gzip body is damaged");
}

TEST(BodyDecoder, AcceptsOnlyOneMember) {
  for (const std::string& more : {Gzip("b"), std::string("garbage")}) {
    BodyDecoder decoder;
    decoder.ExpectGzip();
    EXPECT_EQ(Decode(decoder, Gzip("a") + more, 3), "a");
    EXPECT_EQ(decoder.Problem(false),
              "the gzip body has several members or bytes after its end");
  }
}

}  // namespace
}  // namespace pitel
