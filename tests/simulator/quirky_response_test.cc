#include "simulator/quirky_response.h"

#include <gtest/gtest.h>

#include "simulator/parsed_response.h"
#include "simulator/sample_worlds.h"

namespace pitel::simulation {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

std::string Rewritten(std::string_view plain, std::uint64_t seed = 1) {
  return std::string(QuirkyResponse(seed, hours(7)).Rewrite(plain));
}

std::string QuirkyBytes(const World& world, std::size_t chunk_bytes) {
  RowOptions options;
  options.chunk_bytes = chunk_bytes;
  QuirkyResponse quirky(1, hours(7));
  std::string buffer;
  std::string json;
  RenderRows(world.directory(), world.board(), options, buffer,
             [&](std::string_view chunk) {
               json += quirky.Rewrite(chunk);
               return true;
             });
  return json;
}

TEST(QuirkyResponse, HasTheRowsAndFieldsOfThePlainResponse) {
  World world(Mixed(200));
  world.AdvanceTo(kMonday + minutes(10));
  const auto plain = RowsOf(world);
  const std::string json = QuirkyBytes(world, 256 << 10);
  const auto quirky = ParseResponse(json);
  EXPECT_EQ(quirky.total, plain.total);
  ASSERT_EQ(quirky.rows.size(), plain.rows.size());
  for (std::size_t i = 0; i < plain.rows.size(); ++i) {
    EXPECT_EQ(quirky.rows[i].size(), plain.rows[i].size());
    EXPECT_NE(
        quirky.rows[i].at("network_ip").find(plain.rows[i].at("network_ip")),
        std::string::npos);
  }
  EXPECT_NE(json, RenderToString(world));
}

TEST(QuirkyResponse, ChunkSizesDoNotChangeTheBytes) {
  World world(Mixed(100));
  world.AdvanceTo(kMonday + minutes(10));
  EXPECT_EQ(QuirkyBytes(world, 1), QuirkyBytes(world, 256 << 10));
}

TEST(QuirkyResponse, AnEmptyListIsNull) {
  const std::string json = Rewritten(R"({"data":[],"total":0})");
  EXPECT_NE(json.find(R"({"data":null,"total":)"), json.npos) << json;
  EXPECT_EQ(ParseResponse(json).total, 0u);
}

TEST(QuirkyResponse, AnEmptyListWithATotalStaysAList) {
  const std::string json = Rewritten(R"({"data":[],"total":7})");
  EXPECT_NE(json.find(R"({"data":[],"total":)"), json.npos) << json;
  EXPECT_EQ(ParseResponse(json).total, 7u);
}

TEST(QuirkyResponse, SometimesBeginsWithAByteOrderMark) {
  int marks = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const std::string json = Rewritten(R"({"data":[],"total":7})", seed);
    if (json.starts_with("\xEF\xBB\xBF{")) ++marks;
  }
  EXPECT_GT(marks, 20);
  EXPECT_LT(marks, 80);
}

}  // namespace
}  // namespace pitel::simulation
