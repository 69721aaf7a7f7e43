#include "simulator/rows.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "simulator/parsed_response.h"

namespace pitel::simulation {
namespace {

constexpr const char* kFields[] = {
    "agent_name", "b_cid_num",      "call_id",    "call_state",  "call_time",
    "cid_num",    "destination",    "direction",  "domain_name", "domain_uuid",
    "extension",  "extension_uuid", "last_name",  "middle_name", "first_name",
    "network_ip", "server_host",    "user_agent", "user_uuid",   "username"};

Parameters OneTenant(std::uint32_t extensions) {
  Parameters parameters;
  parameters.extensions = extensions;
  parameters.tenants = 1;
  parameters.servers = 1;
  parameters.quirks.international_numbers = 0;
  parameters.quirks.mixed_numbers = 0;
  return parameters;
}

Board IdleBoard(const Directory& directory) {
  Board board;
  board.first_leg.assign(directory.extensions(), kNone);
  board.server_is_up.assign(directory.servers().size(), 1);
  return board;
}

// 2023-04-10 17:02:51.9 at +07:00.
constexpr Time kCallTime =
    std::chrono::sys_days(std::chrono::year(2023) / 4 / 10) +
    std::chrono::hours(10) + std::chrono::minutes(2) +
    std::chrono::milliseconds(51'900);

void Put(Board& board, std::uint32_t extension, Leg leg) {
  leg.extension = extension;
  leg.next = board.first_leg[extension];
  leg.call_time = kCallTime;
  board.first_leg[extension] = static_cast<std::uint32_t>(board.legs.size());
  board.legs.push_back(leg);
}

Row OnlyRow(const Parameters& parameters, const Leg& leg) {
  const Directory directory(parameters);
  Board board = IdleBoard(directory);
  Put(board, 0, leg);
  const auto response = ParseResponse(RenderToString(directory, board));
  EXPECT_EQ(response.rows.size(), 1u);
  return response.rows.at(0);
}

TEST(Rows, HaveTheTwentyFieldsInTheVendorsOrder) {
  const Directory directory(OneTenant(1));
  const std::string json = RenderToString(directory, IdleBoard(directory));
  std::size_t at = 0;
  for (const char* field : kFields) {
    std::string key("\"");  // not operator+, of which GCC 12 warns wrongly
    key.append(field).append("\":\"");
    const std::size_t found = json.find(key);
    ASSERT_NE(found, std::string::npos) << field;
    EXPECT_GE(found, at) << field;
    at = found;
  }
  const auto response = ParseResponse(json);
  ASSERT_EQ(response.rows.size(), 1u);
  EXPECT_EQ(response.rows[0].size(), std::size(kFields));
}

TEST(Rows, ShowIdlePhonesWithoutACall) {
  const Directory directory(OneTenant(3));
  const Board board = IdleBoard(directory);
  const auto response = ParseResponse(RenderToString(directory, board));
  ASSERT_EQ(response.rows.size(), 3u);
  EXPECT_EQ(response.total, 3u);
  EXPECT_EQ(response.rows[2].at("extension"), "102");
  for (const char* field : {"call_state", "call_id", "call_time", "cid_num",
                            "b_cid_num", "destination", "direction"}) {
    EXPECT_EQ(response.rows[0].at(field), "") << field;
  }
  RowOptions options;
  options.idle_rows = false;
  EXPECT_EQ(RenderToString(directory, board, options),
            R"({"data":[],"total":0})");
}

TEST(Rows, ShowAnInboundCall) {
  Leg leg;
  leg.from = 12'345;
  leg.to = 600'001;
  const Row row = OnlyRow(OneTenant(1), leg);
  EXPECT_EQ(row.at("call_state"), "RINGING");
  EXPECT_EQ(row.at("direction"), "inbound");
  EXPECT_EQ(row.at("call_time"), "2023-04-10 17:02:51");
  EXPECT_EQ(row.at("cid_num"), "0900012345");
  EXPECT_EQ(row.at("b_cid_num"), "1900000000");
  EXPECT_EQ(row.at("destination"), "600001");
  EXPECT_EQ(row.at("server_host"), "203.0.113.1");
  EXPECT_EQ(row.at("domain_name"), "t00001.example.com");
  EXPECT_EQ(row.at("call_id").size(), 36u);
}

TEST(Rows, ShowAnOutboundCallAsTheVendorsSampleDoes) {
  Leg leg;
  leg.direction = Direction::kOutbound;
  leg.state = LegState::kOncall;
  leg.from = 1;
  const Row row = OnlyRow(OneTenant(1), leg);
  EXPECT_EQ(row.at("call_state"), "ONCALL");
  EXPECT_EQ(row.at("direction"), "outbound");
  EXPECT_EQ(row.at("cid_num"), "0900000001");
  EXPECT_EQ(row.at("b_cid_num"), row.at("cid_num"));
  EXPECT_EQ(row.at("destination"), "1900000000");
}

TEST(Rows, ShowALocalCallByExtensionNumbers) {
  Leg leg;
  leg.direction = Direction::kLocal;
  leg.from = 104;
  leg.to = 100;
  const Row row = OnlyRow(OneTenant(1), leg);
  EXPECT_EQ(row.at("cid_num"), "104");
  EXPECT_EQ(row.at("b_cid_num"), "100");
  EXPECT_EQ(row.at("destination"), "100");
}

TEST(Rows, ShowTheNumbersTheyHave) {
  Leg leg;
  leg.numbers = Numbers::kNoHotline;
  EXPECT_EQ(OnlyRow(OneTenant(1), leg).at("b_cid_num"), "");
  leg.numbers = Numbers::kExtensionAsHotline;
  EXPECT_EQ(OnlyRow(OneTenant(1), leg).at("b_cid_num"), "100");
  leg.numbers = Numbers::kAnonymous;
  EXPECT_EQ(OnlyRow(OneTenant(1), leg).at("cid_num"), "anonymous");
  Parameters international = OneTenant(1);
  international.quirks.international_numbers = 1;
  EXPECT_EQ(OnlyRow(international, Leg{}).at("cid_num"), "84900000000");
}

TEST(Rows, APhoneWithAGhostAndACallHasTwoRows) {
  const Directory directory(OneTenant(2));
  Board board = IdleBoard(directory);
  Put(board, 1, Leg{.call = kNone, .call_id = 1});
  Put(board, 1, Leg{.call = 0, .call_id = 2});
  const auto response = ParseResponse(RenderToString(directory, board));
  ASSERT_EQ(response.rows.size(), 3u);
  EXPECT_EQ(response.rows[1].at("extension_uuid"),
            response.rows[2].at("extension_uuid"));
  EXPECT_NE(response.rows[1].at("call_id"), response.rows[2].at("call_id"));
}

TEST(Rows, PhonesOfAServerThatIsDownMoveOrVanish) {
  Parameters parameters = OneTenant(20);
  parameters.servers = 2;
  parameters.two_servers = 1;
  const Directory both(parameters);
  Board board = IdleBoard(both);
  board.server_is_up[0] = 0;
  for (const Row& row : ParseResponse(RenderToString(both, board)).rows) {
    EXPECT_EQ(row.at("server_host"), "203.0.113.2");
  }
  board.server_is_up[1] = 0;
  EXPECT_EQ(RenderToString(both, board), R"({"data":[],"total":0})");
}

TEST(Rows, RowsLeftOutCountInTheTotal) {
  const Directory directory(OneTenant(10));
  RowOptions options;
  options.most_rows = 4;
  const auto response =
      ParseResponse(RenderToString(directory, IdleBoard(directory), options));
  EXPECT_EQ(response.rows.size(), 4u);
  EXPECT_EQ(response.total, 10u);
}

TEST(Rows, SizesOfChunksDoNotChangeTheBytes) {
  const Directory directory(OneTenant(500));
  RowOptions small;
  small.chunk_bytes = 1;
  EXPECT_EQ(RenderToString(directory, IdleBoard(directory), small),
            RenderToString(directory, IdleBoard(directory)));
}

TEST(Rows, StopWhenTheSinkWantsNoMore) {
  const Directory directory(OneTenant(500));
  RowOptions options;
  options.chunk_bytes = 1000;
  std::string buffer;
  int chunks = 0;
  RenderRows(directory, IdleBoard(directory), options, buffer,
             [&](std::string_view) { return ++chunks < 3; });
  EXPECT_EQ(chunks, 3);
}

TEST(Rows, FitTheirRoomAtTheirLongest) {
  Parameters parameters = OneTenant(90'001);
  parameters.quirks.international_numbers = 1;
  parameters.quirks.users_without_uuid = 0;
  const Directory directory(parameters);
  Board board = IdleBoard(directory);
  for (std::uint32_t i = 0; i < directory.extensions(); ++i) {
    Put(board, i,
        Leg{.from = 999'999,
            .to = 4'000'000'000,
            .direction = Direction::kOutbound});
  }
  RowOptions options;
  options.chunk_bytes = 1;  // a chunk per row
  std::string buffer;
  std::size_t longest = 0;
  RenderRows(directory, board, options, buffer, [&](std::string_view chunk) {
    longest = std::max(longest, chunk.size());
    return true;
  });
  EXPECT_GT(longest, 500u);
  EXPECT_LT(longest, 1024u);
}

TEST(Rows, ShowOnlySyntheticPeople) {
  const Directory directory(OneTenant(300));
  const auto response =
      ParseResponse(RenderToString(directory, IdleBoard(directory)));
  for (const Row& row : response.rows) {
    const std::string& name = row.at("first_name");
    EXPECT_TRUE(name.starts_with("Agent ") || name.starts_with("Nhân viên "));
    const std::string& address = row.at("network_ip");
    EXPECT_TRUE(address.starts_with("192.0.2.") ||
                address.starts_with("198.51.100."));
  }
}

}  // namespace
}  // namespace pitel::simulation
